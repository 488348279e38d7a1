"""What coaching asks for: sessions, proposals, consent, the agenda and a plan's course. No file, clock or git."""
