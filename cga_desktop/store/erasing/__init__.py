"""Real deletion: nothing of a person stays in the study, its copies or its rescue files.

``reach`` says what goes, ``emptying`` takes it out of a study's file, ``scrubbing`` leaves no trace
of it in that file or any copy, ``account`` keeps what is to be done and what was done.
"""
