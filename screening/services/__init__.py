"""What clinicians do, and what is read for them: evaluate, alert, claim, sign."""
