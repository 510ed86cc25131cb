"""Several agents in one home: which of them answers what more than one has heard.

Pure: what is told comes in as values with monotonic times, what is to be told goes out as values.

Who belongs together: agents on one broker whose configuration names the same group, `home` unless
another is given, so that agents of one home simply work; `null` takes no part. Two flats that share
a broker name two groups; forgetting that costs them nothing, as only the same sound is compared.

The best placed one: the one at which the speech stands out most from the noise of the room
(decibels, so that a sensitive microphone gains nothing), or the one that was told to listen. Where
the words lean on a conversation, as an answer does, it leaves them to the one that holds it; the
others may have misheard, so that is for the best placed one to say.

Three words go round, all about one speech as one agent hears it (`Bid`):

- `bid`, as soon as somebody speaks, and again every third of a second: how well it is heard. So
  everybody knows who is best placed before the speech is over.
- `claim`, when it is over: this one acts. It does so as soon as its own claim has come back from
  the broker and no claim on the same speech came before it. The broker hands all messages to
  everybody in one order, so that two crossing claims have one winner, whatever the clocks say. The
  best placed one claims at once, others only when its bids are no longer renewed, or no claim came
  within a short time: one that dies, or whose line is dead, is waited for no longer than that.
- `pass`: not acted on here, as there was a hole or no words, or as it is for the one that is
  named; the next best, or that one, need not wait.

That it is done once rests on claims alone, that the best placed one does it on bids. An agent that
knows no other, or has no broker, claims nothing. A claim that does not come back in time may or may
not stand: it is given up, for twice is worse than not at all.

The same speech: agents compare how loud it was, 25 steps a second for a few seconds, in place of
what was said. Two ears of one speech rise and fall together; two people who speak at once in two
rooms do not, and both are served. Neither sound nor words nor anything made of words is told.
Clocks of different machines are never compared: all times are told as ages and count from arrival.

Everything that comes in is hostile until checked: sizes, ranges, how many, how often. What is sent
again at another time is not what is heard now: it neither begins nor sounds alike. Who may publish
as one of the agents can keep the others silent, which the access list of the broker prevents.
"""
