"""The same visits on several machines: a queue of jobs on PostgreSQL, through Procrastinate.

    dispatch ─▶ gather (source without a platform) ─┐
             └▶ lane (one per platform and account) ┴▶ listen ─▶ judge ─▶ the visit is over

``queue`` puts jobs in, ``tasks`` says what each does, ``worker`` runs them, ``upkeep`` mends what a dead worker left,
``health`` looks on. What a job does is in visit.py; done twice, it leaves the same rows.
"""
