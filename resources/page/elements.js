// SPDX-License-Identifier: GPL-3.0-or-later
// Elements of the page. Whatever comes from files becomes text, by textContent and attributes, and
// never markup.

const kSvg = 'http://www.w3.org/2000/svg';

function filled(made, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
        if (value === undefined || value === null || value === false) continue;
        if (typeof value === 'function') {
            made.addEventListener(name, value);
        } else {
            made.setAttribute(name, value === true ? '' : value);
        }
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
}

/** An element; an attribute that is a function listens to the event of its name. */
function element(tag, attributes = {}, ...children) {
    return filled(document.createElement(tag), attributes, children);
}

function drawn(tag, attributes = {}, ...children) {
    return filled(document.createElementNS(kSvg, tag), attributes, children);
}

/** A control below its words. */
function labelled(words, control) {
    return element('label', {class: 'control'}, element('span', {}, words), control);
}

function choice(options, value, changed) {
    const made = element('select', {change: () => changed(made.value)});
    for (const [key, words] of options) {
        made.append(element('option', {value: key, selected: String(key) === String(value)}, words));
    }
    return made;
}

/** A table of the program: {columns, rows, notes}. `decorate(cell, key, row)` may add to a cell. */
function tableElement(table, decorate = () => {}) {
    const head = element('tr');
    for (const column of table.columns) {
        head.append(element('th', {scope: 'col', class: column.numeric ? 'number' : null}, column.name));
    }
    const body = element('tbody');
    table.rows.forEach((cells, row) => {
        const line = element('tr');
        cells.forEach((text, i) => {
            const column = table.columns[i];
            const cell = element('td', {class: column.numeric ? 'number' : 'key-' + column.key}, text);
            decorate(cell, column.key, row);
            line.append(cell);
        });
        body.append(line);
    });
    const made = element('table', {'data-table': table.name}, element('thead', {}, head), body);
    return element('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': table.name}, made);
}

function notesOf(table) {
    return table.notes.map((note) => element('p', {class: 'note'}, note));
}

/** A part of a section of the report. */
function partElements(part) {
    if (part.text !== undefined) return [element('p', {class: part.kind}, part.text)];
    if (part.facts) {
        const list = element('dl');
        for (const [name, value] of part.facts) {
            list.append(element('dt', {}, name), element('dd', {}, value));
        }
        return [list];
    }
    if (part.table) return [tableElement(part.table), ...notesOf(part.table)];
    const place = element('div', {class: 'figure'});
    queueMicrotask(() => drawFigure(place, decodedFigure(part.figure), {}));
    return [place];
}

/** A section that can be folded away. */
function sectionElement(section) {
    const details = element('details', {class: 'section', open: true},
                            element('summary', {}, element('h2', {}, section.heading)));
    for (const part of section.parts) details.append(...partElements(part));
    return details;
}
