"""What other apps may listen to. The first four are sent with send(), inside a transaction."""

from django.dispatch import Signal

# A page of answers was stored: `intake`, `at`. A receiver's exception undoes the save.
answers_saved = Signal()

# Safety answers came after the form was closed and stand in the ledger alone: `intake`, `at`.
# A receiver's exception undoes their entry.
answers_came_late = Signal()

# The patient asked to be called: `intake`, `at`.
call_back_asked = Signal()

# The patient sent the form: `intake`, `at`. Sent once per intake.
intake_submitted = Signal()

# A questionnaire with scores was read from a folder: `questionnaire`, `cases`. A receiver that
# scores returns what is wrong with the cases; without a receiver the questionnaire is not offered.
golden_cases_read = Signal()

# The relay goes round: `at`. For work that falls due by the clock.
relay_went_round = Signal()
