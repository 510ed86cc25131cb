"""libvosk, in a process of its own.

A damaged model, or a fault in libvosk, ends the process that it runs in: here not the agent, which
starts another one. It also decodes beside the agent's interpreter, not within it.

    libvosk       the library
    messages      what the two processes say to each other
    process       the one that decodes: python -m edge_agent.speech.decoding.process DIRECTORY
    channel       one run of it, seen from the agent
    model         the model and its decoders, as they are used
"""
