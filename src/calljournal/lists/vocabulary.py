"""The titles of the columns of lists, in German and English, as firms' programs and people write them."""

from collections.abc import Mapping
from dataclasses import dataclass

from calljournal.contracts.work import IntakeKind
from calljournal.tables import key


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The titles of one kind of list. `fields` are what a column may hold, in words for people.

    `sure` gives titles by field. Those of `perhaps` count where no sure one of that field is there. `either` is the
    number where another column names the thing, and the name elsewhere. `roles` are titles that say what somebody is
    in a project; some of them may be a client, by `perhaps`.
    """

    fields: Mapping[str, str]
    sure: Mapping[str, str]
    perhaps: Mapping[str, str]
    either: frozenset[str]
    roles: frozenset[str] = frozenset()


def _by_title(titles: Mapping[str, str]) -> dict[str, str]:
    return {key(title): field for field, several in titles.items() for title in several.split(", ")}


def _keys(titles: str) -> frozenset[str]:
    return frozenset(map(key, titles.split(", ")))


_OPEN = (
    "Status, Zustand, State, Aktiv, Active, Offen, Open, Ist aktiv, Is active, Aktiv J/N, Bearbeitungsstatus, Laufend, "
    "In use, In Gebrauch, Enabled"
)
_CLOSED = (
    "Abgeschlossen, Abgeschlossen am, Abschlussdatum, Abgelegt, Abgelegt am, Ablagedatum, Geschlossen, Geschlossen am, "
    "Closed, Closed on, Date closed, Close date, Erledigt, Erledigt am, Beendet, Beendet am, Archiviert, Archived, "
    "Inaktiv, Inactive, Gesperrt, Locked, Disabled, Ausgetreten, Ausgetreten am, Austritt, Austrittsdatum"
)
_NUMBERS = "Nummer, Nr, No, Number"
_NAMES = "Name, Bezeichnung, Titel, Title"
_REMARKS = "Bemerkung, Bemerkungen, Notiz, Notizen, Notes, Kommentar, Comment, Comments, Remarks"
_DATES = "Datum, Date, Angelegt am, Erstellt am, Eröffnet am, Created, Geändert am, Modified"
_MONEY = "Stundensatz, Stundenansatz, Ansatz, Satz, Rate, Hourly rate, Währung, Currency, Budget, Honorar, Preis, Price"

_STATE_FIELDS = {
    "open": "open or active: yes or no, or a word (aktiv, laufend, abgelegt, closed ...)",
    "closed": "closed or inactive: yes or no, such a word, or the day it was closed",
}
_IGNORE = {"ignore": "leave out"}

PROJECTS = Vocabulary(
    fields={
        "number": "number of the project, matter or file",
        "name": "name of it",
        "client": "name of the client",
        "client-number": "number of the client in the firm's program",
        "phase": "phase, or several with ; or | or a new line between them",
        "phase-number": "number of the phase",
        "phase-open": "whether the phase is open, like `open`",
        **_STATE_FIELDS,
        "rounding": 'rounding of minutes: "6 up", "15 nearest minimum 15" ...',
        "participant": "who takes part in it; the role may stand behind the name in brackets",
        "participant:ROLE": "who takes part in that role, such as participant:architect",
        **_IGNORE,
    },
    sure=_by_title(
        {
            "number": f"{_NUMBERS}, Projektnummer, Projekt-Nr, Projektcode, Projekt-ID, Aktennummer, Akten-Nr, "
            "Aktenzeichen, Az, Mandatsnummer, Mandats-Nr, Dossiernummer, Dossier-Nr, Geschäftsnummer, Geschäfts-Nr, "
            "Auftragsnummer, Auftrags-Nr, Auftrag-Nr, Fallnummer, Fall-Nr, Project number, Project no, Project code, "
            "Project ID, Matter number, Matter no, Matter ID, Matter code, File number, File no, Case number, Case no, "
            "Job number, Job no",
            "name": f"{_NAMES}, Projektname, Projektbezeichnung, Projekttitel, Aktenname, Aktenbezeichnung, "
            "Aktenkurzbezeichnung, Mandatsname, Mandatsbezeichnung, Auftragsbezeichnung, Rubrum, Kurzrubrum, "
            "Streitsache, Project name, Project title, Matter name, Matter title, Matter description, Case name, "
            "File name, Job name",
            "client": "Kunde, Kundin, Kundenname, Mandant, Mandantin, Mandantenname, Name Mandant, Klient, Klientin, "
            "Auftraggeber, Auftraggeberin, Client, Client name, Customer, Customer name",
            "client-number": "Kundennummer, Kunden-Nr, Kunden-ID, Mandantennummer, Mandanten-Nr, Mandant-Nr, "
            "Klientennummer, Klienten-Nr, Adressnummer, Adress-Nr, Debitorennummer, Debitoren-Nr, Client number, "
            "Client no, Client ID, Client code, Customer number, Customer no, Customer ID",
            "phase": "Phase, Phasen, Phasenname, Phasenbezeichnung, Projektphase, Projektphasen, Teilprojekt, "
            "Leistungsphase, Leistungsphasen, Phases, Phase name, Stage, Stages",
            "phase-number": "Phasennummer, Phasen-Nr, Phase-Nr, Phasencode, Phasen-ID, Phase number, Phase no, "
            "Phase code, Phase ID",
            "phase-open": "Phasenstatus, Phase Status, Phase aktiv, Phase offen, Phase open, Phase active",
            "open": f"{_OPEN}, Projektstatus, Project status, Aktenstatus, Mandatsstatus, Matter status",
            "closed": _CLOSED,
            "rounding": "Rundung, Rundungsregel, Taktung, Takt, Zeittakt, Abrechnungstakt, Rounding, Rounding rule, "
            "Billing increment, Billing unit, Increment",
            "participant": "Beteiligte, Beteiligter, Weitere Beteiligte, Participants, Participant, Parties",
            "ignore": f"{_REMARKS}, {_DATES}, {_MONEY}, Sachbearbeiter, Sachbearbeiterin, Verantwortlich, "
            "Verantwortliche, Verantwortlicher, Projektleiter, Projektleiterin, Betreuer, Referat, Referent, "
            "Responsible, Project manager, Partner, Beginn, Start, Start date, Ende, End, End date, Streitwert, Typ, "
            "Type, Art, Kategorie, Category, Kostenstelle, Gruppe, Group, Sachgebiet, Rechtsgebiet, Practice area",
        }
    ),
    perhaps=_by_title(
        {
            "name": "Beschrieb, Beschreibung, Description, Betreff, Subject, Kurzbezeichnung, Sache, Wegen",
            "number": "Code, ID, Key, UID, objid, Kürzel, Referenz, Reference, Ref",
            "client": "Firma, Company, Bauherr, Bauherrin, Bauherrschaft",
        }
    ),
    either=_keys("Projekt, Project, Akte, Mandat, Dossier, Auftrag, Fall, Geschäft, Matter, Case, File, Job"),
    roles=_keys(
        "Gegner, Gegnerin, Gegenpartei, Gegenanwalt, Gegenanwältin, Gegenvertreter, Anwalt Gegenseite, Architekt, "
        "Architektin, Bauherr, Bauherrin, Bauherrschaft, Bauleiter, Bauleitung, Ingenieur, Fachplaner, Planer, "
        "Unternehmer, Versicherung, Rechtsschutz, Rechtsschutzversicherung, Haftpflichtversicherung, Gericht, Behörde, "
        "Notar, Notarin, Gutachter, Gutachterin, Sachverständiger, Sachverständige, Zeuge, Zeugin, Streithelfer, "
        "Nebenintervenient, Treuhänder, Treuhänderin, Steuerberater, Steuerberaterin, Vermittler, Opponent, "
        "Opposing party, Opposing counsel, Adverse party, Co-counsel, Architect, Engineer, Contractor, Insurer, "
        "Insurance, Court, Notary, Expert, Witness, Accountant"
    ),
)

SERVICE_TYPES = Vocabulary(
    fields={"number": "number of the kind of work", "name": "name of it", **_STATE_FIELDS, **_IGNORE},
    sure=_by_title(
        {
            "number": f"{_NUMBERS}, Code, Kürzel, Tätigkeitsnummer, Tätigkeits-Nr, Tätigkeitscode, Leistungsnummer, "
            "Leistungs-Nr, Leistungsartnummer, Leistungsart-Nr, Leistungscode, Activity code, Activity number, "
            "Service code, Service number, Task code",
            "name": f"{_NAMES}, Leistungsbezeichnung, Tätigkeitsbezeichnung, Activity name, Service name, Task name",
            "open": _OPEN,
            "closed": _CLOSED,
            "ignore": f"{_REMARKS}, {_DATES}, {_MONEY}, Einheit, Unit, Konto, Account, Steuersatz, Gruppe, Group, "
            "Verrechenbar, Billable",
        }
    ),
    perhaps=_by_title({"name": "Beschrieb, Beschreibung, Description, Text", "number": "ID, Key, UID, objid"}),
    either=_keys(
        "Tätigkeit, Tätigkeiten, Tätigkeitsart, Leistung, Leistungsart, Leistungsarten, Service, Service type, "
        "Activity, Activity type, Task, Work type"
    ),
)

USERS = Vocabulary(
    fields={
        "number": "what the firm's program calls the user: a number or initials",
        "name": "name, as time is booked under",
        "first": "first name",
        "last": "last name",
        **_STATE_FIELDS,
        **_IGNORE,
    },
    sure=_by_title(
        {
            "number": f"{_NUMBERS}, Kürzel, Kurzzeichen, Initialen, Initials, Code, Personalnummer, Personal-Nr, "
            "Mitarbeiternummer, Mitarbeiter-Nr, Mitarbeiterkürzel, Benutzernummer, Employee number, Employee no, "
            "Employee ID, User ID, Timekeeper ID, Timekeeper number, Staff number",
            "name": "Name, Bezeichnung, Mitarbeitername, Vollständiger Name, Anzeigename, Full name, Display name, "
            "Employee name, Timekeeper name",
            "first": "Vorname, First name, Given name",
            "last": "Nachname, Familienname, Last name, Surname, Family name",
            "open": _OPEN,
            "closed": _CLOSED,
            "ignore": f"{_REMARKS}, {_DATES}, {_MONEY}, Funktion, Position, Rolle, Role, Anrede, Titel, Title, E-Mail, "
            "Email, Mail, Telefon, Phone, Abteilung, Department, Team, Pensum, Eintritt, Eintrittsdatum, Gruppe, Group",
        }
    ),
    perhaps=_by_title({"number": "Login, Loginname, Benutzername, Username, User name, ID, Key, UID, objid"}),
    either=_keys(
        "Mitarbeiter, Mitarbeiterin, Mitarbeitende, Benutzer, Benutzerin, Bearbeiter, Sachbearbeiter, User, Employee, "
        "Timekeeper, Person, Anwalt"
    ),
)

VOCABULARIES = {
    IntakeKind.PROJECTS: PROJECTS,
    IntakeKind.SERVICE_TYPES: SERVICE_TYPES,
    IntakeKind.USERS: USERS,
}
