"""What templates and answers for many add to the house."""

from forum.answers import demo
from forum.answers.views import bp
from participation.core.feature import Feature

FEATURE = Feature(name="answers", blueprints=(bp,), demo=demo.load_templates)
