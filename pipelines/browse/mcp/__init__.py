"""The corpus for language models, by the Model Context Protocol: every answer cites its captures or says `unknown`."""
