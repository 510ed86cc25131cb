import asyncio
import threading
from collections.abc import AsyncGenerator, Iterator
from dataclasses import replace

import pytest
from fixtures.hearing import KITCHEN, PHRASES, TIME

from edge_agent.audio.recording import Recording
from edge_agent.audio.source import AudioSource
from edge_agent.config.schema import SpeechSettings
from edge_agent.domain.audio import AudioFrame
from edge_agent.domain.speech import ListenerEvent, TimedOut, Transcript
from edge_agent.speech.listener import Listener
from edge_agent.speech.recogniser import PhraseList, SpeechModel
from edge_agent.speech.voice_activity import VoiceActivity
from edge_agent.speech.worker import SpeechWorker

PATIENCE_S = 20.0


@pytest.fixture
def worker(speech_model: SpeechModel, voice_activity: VoiceActivity) -> Iterator[SpeechWorker]:
    listener = Listener(voice_activity, SpeechSettings())
    listener.set_grammar(PhraseList(speech_model, PHRASES))
    made = SpeechWorker(listener)
    yield made
    made.close()


class Endless:
    """Silence without end; knows whether it was closed."""

    is_closed = False

    async def frames(self) -> AsyncGenerator[AudioFrame, None]:
        try:
            index = 0
            while True:
                yield AudioFrame(pcm=bytes(2560), index=index, started_at=0.0)
                index += 1
                await asyncio.sleep(0)
        finally:
            self.is_closed = True


async def collect(worker: SpeechWorker, source: AudioSource) -> list[ListenerEvent]:
    return [event async for event in worker.events(source)]


def test_a_recording_is_heard(worker: SpeechWorker) -> None:
    events = asyncio.run(collect(worker, Recording(KITCHEN, real_time=False)))
    (transcript,) = [event for event in events if isinstance(event, Transcript)]
    assert transcript.text == KITCHEN.stem
    assert transcript.speech_ended_at <= transcript.endpoint_at <= transcript.decoded_at


class FromAQuietRoom:
    """A recording after frames that are known to be mere noise, and before some more of them."""

    def __init__(self, quiet_frames: int) -> None:
        self._quiet_frames = quiet_frames

    async def frames(self) -> AsyncGenerator[AudioFrame, None]:
        spoken = [frame async for frame in Recording(KITCHEN, real_time=False).frames()]
        quiet = [AudioFrame(pcm=bytes(2560), index=0, started_at=0.0, is_quiet=True)]
        frames = [*self._quiet_frames * quiet, *spoken, *self._quiet_frames * quiet]
        for index, frame in enumerate(frames):
            yield replace(frame, index=index)


@pytest.mark.parametrize("quiet_frames", [0, 1, 5, 7])
def test_frames_of_a_quiet_room_come_in_their_order(worker: SpeechWorker, quiet_frames) -> None:
    events = asyncio.run(collect(worker, FromAQuietRoom(quiet_frames)))
    (transcript,) = [event for event in events if isinstance(event, Transcript)]
    assert transcript.text == KITCHEN.stem
    assert not transcript.has_gap


def test_the_last_utterance_is_answered_without_silence_after_it(worker: SpeechWorker) -> None:
    source = Recording(TIME, real_time=False, silence_after_s=0)
    events = asyncio.run(collect(worker, source))
    assert isinstance(events[-1], Transcript)
    assert events[-1].text == TIME.stem


def test_grammars_and_listening_are_passed_on(
    worker: SpeechWorker, speech_model: SpeechModel
) -> None:
    async def run() -> list[ListenerEvent]:
        await worker.set_grammar(PhraseList(speech_model, ["what time is it"]))
        await worker.listen(0.4)
        source = Endless()
        events = []
        async for event in worker.events(source):
            events.append(event)
            break
        return events

    (event,) = asyncio.run(run())
    assert isinstance(event, TimedOut)


def test_a_deaf_worker_hears_nothing(worker: SpeechWorker) -> None:
    worker.is_deaf = True
    assert asyncio.run(collect(worker, Recording(KITCHEN, real_time=False))) == []


def test_a_new_source_begins_afresh(worker: SpeechWorker) -> None:
    async def run() -> list[ListenerEvent]:
        events = worker.events(Recording(KITCHEN, real_time=False))
        await anext(events)
        await events.aclose()
        return await collect(worker, Recording(TIME, real_time=False))

    (transcript,) = [event for event in asyncio.run(run()) if isinstance(event, Transcript)]
    assert transcript.alternatives[0] == TIME.stem
    assert not transcript.has_gap


def test_closing_closes_the_source(worker: SpeechWorker) -> None:
    source = Endless()

    async def run() -> None:
        await worker.listen(0.1)
        events = worker.events(source)
        await anext(events)
        await events.aclose()

    asyncio.run(run())
    assert source.is_closed


def test_cancelling_closes_the_source(worker: SpeechWorker) -> None:
    source = Endless()

    async def run() -> None:
        async def listen() -> None:
            async for _ in worker.events(source):
                pass

        task = asyncio.create_task(listen())
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(run())
    assert source.is_closed


def test_the_thread_answers_while_it_lives_and_not_when_it_hangs(worker: SpeechWorker) -> None:
    hang = threading.Event()

    async def run() -> tuple[bool, bool, bool]:
        alive = await worker.answers_within(PATIENCE_S)
        hanging = asyncio.create_task(worker.call(hang.wait))
        await asyncio.sleep(0)
        dead = await worker.answers_within(0.05)
        hang.set()
        await hanging
        return alive, dead, await worker.answers_within(PATIENCE_S)

    assert asyncio.run(run()) == (True, False, True)


def test_the_loop_goes_on_while_the_thread_works(worker: SpeechWorker) -> None:
    let_go = threading.Event()

    async def run() -> int:
        working = asyncio.create_task(worker.call(let_go.wait))
        turns = 0
        while turns < 100:
            await asyncio.sleep(0)
            turns += 1
        assert not working.done()
        let_go.set()
        await working
        return turns

    assert asyncio.run(run()) == 100


def test_all_work_is_done_in_one_other_thread(worker: SpeechWorker) -> None:
    async def run() -> set[int]:
        tasks = [worker.call(threading.get_ident) for _ in range(20)]
        return set(await asyncio.gather(*tasks))

    (thread,) = asyncio.run(run())
    assert thread != threading.get_ident()
