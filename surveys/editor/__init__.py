"""The editor of surveys at the desk: build, translate, try, check, publish."""
