"""What one scan costs: a filled account of the simulated AWS, scanned by a fresh process the way a worker does it."""
