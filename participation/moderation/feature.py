"""What moderation adds to the house."""

from participation.core.feature import Feature
from participation.moderation import personal

FEATURE = Feature(name="moderation", personal_data=personal.PERSONAL_DATA, retention=personal.RETENTION)
