"""The register of all decisions of the moderators, the monthly figures, and the policy as it is in use."""
