"""What changed in law, in the data and in judgement, and exactly which judgements and annex rows it touches."""
