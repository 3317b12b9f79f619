"""What the entry form's script says, in the reader's language. `{n}` and `{time}` are filled in by the script."""

from django.utils.translation import gettext as _


def script_words() -> dict[str, str]:
    """The words by the names that the scripts in static/js/entry use."""
    return _states() | _troubles() | _overall() | _pasting()


def _states() -> dict[str, str]:
    return {
        "blank": _("not filled in"),
        "unsaved": _("not saved yet"),
        "saving": _("saving…"),
        "saved": _("saved"),
        "savedAt": _("saved {time}"),
        "refused": _("not saved"),
        "correct": _("correct it"),
        "doubted": _("explain it"),
        "stale": _("two figures"),
        "offline": _("kept here, saved as soon as the network is back"),
        "locked": _("not saved: the form is locked"),
        "mine": _("Use mine: {figure}"),
        "theirs": _("Use theirs: {figure}"),
        "empty": _("blank"),
        "notApplicable": _("not applicable"),
    }


def _troubles() -> dict[str, str]:
    return {
        "noNetwork": _(
            "The network is gone. Go on typing: everything is kept in this window and saved when it is back."
        ),
        "noAnswer": _(
            "The server does not answer just now. Everything you type is kept in this window; we keep trying."
        ),
        "signIn": _("Your sign-in has run out. Sign in again in another window; what you typed is saved afterwards."),
        "signInLink": _("Sign in"),
        "idle": _("You will be signed out in two minutes because nothing happens here. What is saved stays."),
        "stay": _("Stay signed in"),
        "isLocked": _("Not saved any more: {reason} What you typed still stands here to be copied."),
        "tooMuch": _("This is more than a form can hold. Save fewer figures at once."),
        "restored": _("What you had typed before is back; what was not saved yet is being saved."),
        "recovered": _("The network is back; everything is saved."),
    }


def _overall() -> dict[str, str]:
    return {
        "allSaved": _("Everything is saved."),
        "allSavedAt": _("Everything is saved, {time}."),
        "isSaving": _("Saving…"),
        "areUnsaved": _("Not saved yet: {n}"),
        "toCorrect": _("{n} to correct"),
        "toExplain": _("{n} to explain"),
        "before": _("Before submitting: {what}."),
        "filled": _("{n} of {total} filled"),
        "problemsTitle": _("To be settled before the form can be submitted"),
        "returnedUnchanged": _("returned and unchanged: {why}"),
        "returnedChanged": _("Returned to you, changed since"),
        "leave": _("Some figures are not saved yet."),
        "comma": _(", "),
    }


def _pasting() -> dict[str, str]:
    return {
        "pasteTitle": _("{n} figures on the clipboard, {changes} change something"),
        "pasteSource": _("{columns} × {rows} cells"),
        "pasteKeep": _("Keep these {n} changes"),
        "pasteNothing": _("Nothing would change."),
        "pasteFine": _("passes the checks"),
        "pasteRefused": _("not pasted"),
        "pasteDoubted": _("kept, to be explained"),
        "pasteUnchecked": _("will be checked when the network is back"),
        "pasteStale": _("not pasted: somebody else changed it to {figure}"),
        "pasteHeader": _("The first row is a heading and is left out: {text}"),
        "pasteNames": _("Put into their rows by the names in the first column."),
        "pasteNamesSkipped": _(
            "The first column holds names that this form does not know; the rows are taken in order."
        ),
        "pasteColumn": _("Taken from the column “{text}”."),
        "pasteColumnNumber": _("Taken from column {n}."),
        "pasteUnknown": _("Not in this form and left out: {text}"),
        "pasteTwice": _("Named twice, the first one counts: {text}"),
        "pasteBeyond": _("{n} rows reach beyond the end of the form and are left out."),
        "pasteUndo": _("Undo the paste ({n})"),
        "pasteUndone": _("The paste was undone."),
        "pasteKept": _("{n} figures pasted. Ctrl+Z or the button takes all of them back."),
        "pasteNote": _("with note: {text}"),
    }
