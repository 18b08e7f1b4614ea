"""Pack branding: colour and logo of the organization, diagram of a workload."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from assessments.forms.texts import OneLineField
from assessments.reports.render.design import colours


class PictureField(forms.FileField):
    """Only takes the file: what it is, the service finds out."""

    def __init__(self, accept: str, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.FileInput(attrs={"accept": accept}), max_length=None, **kwargs)

    def to_python(self, data: Any) -> Any:
        return data


class LookForm(forms.Form):
    accent = OneLineField(
        max_length=20,
        required=False,
        label="Accent colour",
        help_text="Format #rrggbb, dark enough for white text. Leave empty for the default colours.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "placeholder": "#0d8073"}),
    )
    logo = PictureField(
        ".png,.jpg,.jpeg",
        label="Logo",
        help_text="PNG or JPEG, up to 2 MB. Shown on white, up to 70 mm wide and 20 mm high.",
    )

    def clean_accent(self) -> str:
        colour: str = self.cleaned_data["accent"].lower().removeprefix("#")
        if not colour:
            return ""
        if re.fullmatch(r"[0-9a-f]{3}", colour):
            colour = "".join(part * 2 for part in colour)
        colour = f"#{colour}"
        if not colours.is_colour(colour):
            raise ValidationError(
                "This is not a colour. Enter # and six characters from 0-9 and a-f, for example #0d8073."
            )
        if not colours.is_readable(colour):
            found = f"{colours.contrast(colour, colours.WHITE):.1f}"
            raise ValidationError(
                f"This colour is too light: its contrast with white is {found}, the minimum is {colours.READABLE}. "
                f"The nearest accepted shade is {colours.darkened(colour)}."
            )
        return colour


class DiagramForm(forms.Form):
    picture = PictureField(
        ".png,.jpg,.jpeg,.pdf",
        label="Diagram",
        help_text="PNG, JPEG or PDF (first page only), up to 15 MB. Shown on its own landscape page in the pack.",
    )
    caption = OneLineField(
        max_length=300,
        required=False,
        label="Caption",
        help_text="What the diagram shows, for example: production, eu-west-1.",
    )

    def __init__(self, *args: Any, has_picture: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_picture = has_picture

    @property
    def picture_is_required(self) -> bool:
        """Whether a file must be chosen: the first save of a diagram needs one."""
        return not self.has_picture

    def clean_picture(self) -> UploadedFile[Any] | None:
        picture: UploadedFile[Any] | None = self.cleaned_data["picture"]
        if picture is None and self.picture_is_required:
            raise ValidationError("Choose a file.")
        return picture
