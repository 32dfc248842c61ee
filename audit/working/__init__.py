"""Work that takes longer than a page may take: reports are made here, one after the other, in a process of its own.

It reads the office's store and writes reports into it. It never comes near a ballot, nor near those who answer.
"""
