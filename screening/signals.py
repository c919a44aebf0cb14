"""What other apps may listen to. Both are sent with send(), inside the deed's transaction."""

from django.dispatch import Signal

# A submitted form has an interpretation and a review: `review`, `interpretation`, `at`. Sent at
# submission and again for each changed answer until a clinician opens the form.
review_opened = Signal()

# A clinician signed: `review`, `at`.
review_signed = Signal()
