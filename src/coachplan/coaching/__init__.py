"""The course of coaching: sessions, proposals, consent, the agenda and a plan's course. No file, clock or git."""
