"""Signing: what a reviewer chooses, what is sealed, and the only writing of data files there is.

``choosing`` finds what is named, ``writing`` adds reviews under the records they speak of and assessments of changes in
``data/assessments/<act or treaty>.yaml``, ``assessing`` finds what rests on a change, ``command`` is ``mapping review``, and
``lines`` puts new lines into a file. Nothing is ever taken away: a withdrawal is a new review.
"""
