"""The same visits on several machines: a queue of jobs on PostgreSQL, through Procrastinate.

    dispatch ─▶ gather (source without a platform) ─┐
             └▶ lane (one per platform and account) ┴▶ listen ─▶ judge ─▶ the visit is over

``queue`` puts jobs in, ``tasks`` says what each does, ``worker`` runs them, ``streak`` does many small ones in a row.
``upkeep`` and ``strays`` mend what a dead worker or a full disk left, ``board`` looks on. What a job does is in
visit.py; done twice, it leaves the same rows. A visit with nothing new to hear or judge is over after gathering.
"""
