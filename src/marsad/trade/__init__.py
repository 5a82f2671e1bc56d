"""The register beside the trade registers of others: their categories, their files, what agrees and what does not."""
