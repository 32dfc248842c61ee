"""The office's store: organisations, people who sign in, rounds, releases, plans. It never holds an answer."""
