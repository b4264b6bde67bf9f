"""A field of a form is never without its label, its name and its description."""

from PySide6.QtWidgets import QLabel, QLineEdit

from cga_desktop.ui.widgets.form import Form, labelled


def label_of(field, holder):
    return next(one for one in holder.findChildren(QLabel) if one.buddy() is field)


def top(field, form):
    return field.mapTo(form, field.rect().topLeft()).y()


def test_a_row_names_and_describes_its_field(qtbot):
    form, field = Form(), QLineEdit()
    qtbot.addWidget(form)
    form.add_row("Quartier", field, help_text="Jamais une adresse.")
    assert label_of(field, form).text() == "Quartier"
    assert field.accessibleName() == "Quartier"
    assert field.accessibleDescription() == "Jamais une adresse."


def test_rows_side_by_side_are_named_too(qtbot):
    form, place, date = Form(), QLineEdit(), QLineEdit()
    qtbot.addWidget(form)
    form.add_beside(labelled("Lieu", place), labelled("Date", date), share=100)
    form.resize(500, 200)
    form.show()
    assert (place.accessibleName(), date.accessibleName()) == ("Lieu", "Date")
    assert label_of(date, form).text() == "Date"
    assert (
        place.mapTo(form, place.rect().topLeft()).y() == date.mapTo(form, date.rect().topLeft()).y()
    )
