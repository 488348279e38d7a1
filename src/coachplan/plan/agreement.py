"""An agreement: one person's word on the terms, in a file of its own, so that two people can give theirs at once."""

from pydantic import Field

from coachplan.plan.plan import Acknowledgement, Version


class Agreement(Acknowledgement):
    """An acknowledgement, version 1 of the format: the front matter of a file in `agreements/`."""

    coachplan: Version = Field(description="The version of the format: 1.")

    @property
    def entry(self) -> Acknowledgement:
        """The acknowledgement, the same as one that stands in the plan."""
        return Acknowledgement.model_construct(**{key: getattr(self, key) for key in Acknowledgement.model_fields})
