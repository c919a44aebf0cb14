"""A destination of a host's own, named in the settings by its dotted path."""

from django.db import connection

arrived = []  # (label, report, look_first), in order
troubles = []  # what the next deliveries raise
receipts = []  # what the next deliveries return
in_transaction = []  # whether a lock could have been held during the call


class Shelf:
    def __init__(self, label="shelf"):
        self.label = label

    def deliver(self, parcel, *, look_first):
        in_transaction.append(connection.in_atomic_block)
        if troubles:
            raise troubles.pop(0)
        arrived.append((self.label, parcel.report, look_first))
        return receipts.pop(0) if receipts else {"place": len(arrived)}


def empty():
    for kept in (arrived, troubles, receipts, in_transaction):
        kept.clear()
