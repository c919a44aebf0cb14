"""What people do with an intake: invite, enter, answer, be supported, send."""
