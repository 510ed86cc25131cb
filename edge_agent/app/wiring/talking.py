"""What talks with people: turns and what stands around them, lessons, sayings, what rings."""

from edge_agent.app.action_record import ActionRecord
from edge_agent.app.alarm_clock import AlarmClock, agenda_file, sun_over
from edge_agent.app.escalations import assistant_of
from edge_agent.app.flows import flows_of
from edge_agent.app.last_answers import LastAnswers
from edge_agent.app.lessons import Lessons
from edge_agent.app.satellites import Satellites
from edge_agent.app.sayings import Sayings
from edge_agent.app.staying_awake import StayingAwake
from edge_agent.app.turn_handler import TurnHandler
from edge_agent.app.turn_notes import OnTurn, TurnNotes
from edge_agent.app.turn_taking import TurnTaking
from edge_agent.app.wiring.foundation import Background, Foundation
from edge_agent.app.wiring.voice import speaking_of
from edge_agent.domain.turn import Place, Source
from edge_agent.home.needs_table import needs_of
from edge_agent.pipeline.agenda import Agenda, NoLedger
from edge_agent.pipeline.due_turns import DueTurns
from edge_agent.pipeline.open_questions import OpenQuestions
from edge_agent.pipeline.teaching import Teacher
from edge_agent.pipeline.turns import Pipeline
from edge_agent.respond.responder import Responder


class Talking:
    """Makes turns of what is said, and answers them.

    Args:
        foundation: what it stands on.
        on_turn: is told each turn when it is over.

    Raises:
        ConfigError: a file that is named cannot be used.
    """

    def __init__(self, foundation: Foundation, on_turn: OnTurn) -> None:
        config, home, school = foundation.config, foundation.link.home, foundation.school
        understand = foundation.understander.understand
        self._foundation = foundation
        self._needs = needs_of(config.needs)
        self._agenda_file = agenda_file(config)
        ledger = NoLedger() if foundation.ends else self._agenda_file
        self._agenda = Agenda(ledger, sun=sun_over(config.agent.location))
        self._responder = Responder()
        teacher = Teacher(school, home, config.policy, self._needs)
        self.lessons = Lessons(teacher, school, foundation.publication, area=config.agent.area)
        assistant = assistant_of(config, home)
        pipeline = self._pipeline(teacher, assistant.questions if assistant else None)
        self.escalations = assistant.escalations(understand, pipeline) if assistant else None
        """None where questions are not handed on."""
        self.flows = flows_of(config, foundation.link, pipeline, understand, self._agenda)
        """None where no flows are served."""
        handler = self.flows.turns if self.flows else pipeline
        self.satellites = self._satellites_before(handler)
        """None where nothing is compared with others."""
        self.speaking = speaking_of(foundation)
        """Speaks and chimes."""
        self._last_answers = LastAnswers(config.policy.context_s, area=config.agent.area)
        record = ActionRecord(config)
        self._notes = TurnNotes(foundation.publication, self._last_answers, on_turn, record)
        self.turns = self._turn_taking(handler)
        self.sayings = Sayings(self.turns)
        self.alarm_clock = self._alarm_clock()

    def background(self) -> Background:
        """What takes turns and lessons, and speaks."""
        background: Background = {
            "turns": self.turns.run(),
            "speaking": self.speaking.run(),
            "sayings": self.sayings.run(),
            "lessons": self.lessons.run(),
            "watching phrases": self.lessons.watch(),
            "metrics": self._notes.publish_metrics(),
        }
        if self.escalations:
            background["escalations"] = self.escalations.run()
        if self.satellites:
            background["satellites"] = self.satellites.run()
        return background

    def close(self) -> None:
        """Let go of files."""
        self._agenda_file.close()

    def _pipeline(self, teacher: Teacher, questions: OpenQuestions | None) -> Pipeline:
        foundation = self._foundation
        return Pipeline(
            understand=foundation.understander.understand,
            home=foundation.link.home,
            publisher=foundation.link.publisher,
            settings=foundation.config.policy,
            needs=self._needs,
            teacher=teacher,
            tone=foundation.understander.tone,
            responder=self._responder,
            agenda=self._agenda,
            guard=foundation.guard,
            questions=questions,
        )

    def _turn_taking(self, pipeline: TurnHandler) -> TurnTaking:
        foundation = self._foundation
        return TurnTaking(
            pipeline=pipeline,
            escalations=self.escalations,
            publication=foundation.publication,
            speaking=self.speaking,
            hearing=foundation.hearing,
            notes=self._notes,
            last_answers=self._last_answers,
            satellites=self.satellites,
            confirms_shortly=foundation.config.response.confirm == "earcon",
            awake=self._awake(),
        )

    def _satellites_before(self, handler: TurnHandler) -> Satellites | None:
        foundation, settings = self._foundation, self._foundation.config.satellites
        if foundation.hearing is None or settings.group is None:
            return None
        area = foundation.config.agent.area
        here = Place(source=Source.VOICE, area=area and area.casefold())
        satellites = Satellites(
            settings,
            foundation.link.topics,
            foundation.link.session,
            understand=foundation.understander.understand,
            standing_at=lambda at: handler.standing(at, here),
        )
        foundation.hearing.on_frame = satellites.hear
        return satellites

    def _awake(self) -> StayingAwake | None:
        hearing, config = self._foundation.hearing, self._foundation.config
        if hearing is None or config.wake is None:
            return None
        answer_within_s = config.policy.answer_within_s
        publication = self._foundation.publication
        return StayingAwake(hearing, publication, config.wake, answer_within_s=answer_within_s)

    def _alarm_clock(self) -> AlarmClock:
        foundation = self._foundation
        return AlarmClock(
            agenda=self._agenda,
            file=self._agenda_file,
            due_turns=DueTurns(
                home=foundation.link.home,
                publisher=foundation.link.publisher,
                settings=foundation.config.policy,
                needs=self._needs,
                responder=self._responder,
                guard=foundation.guard,
            ),
            turns=self.turns,
            notes=self._notes,
            publication=foundation.publication,
            repeat_s=foundation.config.timers.repeat_s,
        )
