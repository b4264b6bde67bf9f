"""Who asked for a change that brings something back: nobody's form, and every form shows it."""


class Restored:
    """The initiator of an undo, a redo or a return to a version.

    A form leaves the field in use alone when somebody else changes its record; here it is the user
    who wants to see the other words, so that even this field shows them.
    """


RESTORED = Restored()
