"""What every room may use and what knows nothing of coaching: errors, findings, policy, days, work in parallel."""
