"""The ground of Stadtfaden: process, people, contributions and the plumbing below them."""
