"""IAM's judgement: policy documents, conditions, trust, and whether a principal may do a thing. No moto, no HTTP."""
