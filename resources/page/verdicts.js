// SPDX-License-Identifier: GPL-3.0-or-later
// The table of verdicts, and the thresholds that move them.

/** What the verdict is before the numbers that it comes from. */
function inReadingOrder(table) {
    const first = ['block', 'verdict', 'near', 'prunable', 'replacement', 'why'];
    const places = first.map((key) => table.columns.findIndex((column) => column.key === key));
    const order = [...places, ...[...table.columns.keys()].filter((i) => !places.includes(i))];
    return {...table, columns: order.map((i) => table.columns[i]), rows: table.rows.map((cells) => order.map((i) => cells[i]))};
}

class VerdictTable {
    /** `judged(thresholds)` gives the verdicts on all blocks. */
    constructor(judged) {
        this.judged = judged;
        this.sliders = element('div', {class: 'sliders'});
        this.table = element('div', {id: 'verdicts'});
        this.command = element('code', {id: 'command'});
        this.place = element('section', {class: 'section'}, element('h2', {}, 'Verdicts'), this.sliders, this.table,
            element('p', {class: 'note'}, 'The same on the command line: ', this.command));
    }

    show(overview, file) {
        const before = this.thresholds;
        this.overview = overview;
        this.file = file;
        this.defaults = Object.fromEntries(overview.thresholds.map((each) => [each.key, each.value]));
        this.thresholds = {...this.defaults, ...before};
        this.place.hidden = overview.blocks.length === 0;
        this.fields();
        return this.judge();
    }

    forget() {
        this.thresholds = undefined;
    }

    fields() {
        const made = this.overview.thresholds.map((each) => this.field(each));
        const reset = element('button', {type: 'button', click: () => {
            this.thresholds = {...this.defaults};
            this.fields();
            this.judge();
        }}, 'defaults');
        this.sliders.replaceChildren(...made, element('div', {class: 'control'}, element('span', {}, '\u00A0'), reset));
    }

    field(threshold) {
        const key = threshold.key;
        if (key === 'late-stage') {
            const stages = [2, 3, 4, 5].map((stage) => [stage, stage]).concat([[6, 'none']]);
            const made = choice(stages, this.thresholds[key], (value) => this.set(key, Number(value)));
            made.id = 'threshold-' + key;
            return labelled('saturated may go from stage', made);
        }
        const words = threshold.metric
            ? threshold.kind + ': ' + threshold.metric + (threshold.at_least ? ' ≥' : ' ≤')
            : 'near: thresholds off by';
        const top = threshold.at_least || !threshold.metric ? 1 : 0.5;
        const number = element('input', {type: 'number', id: 'threshold-' + key, min: 0, max: threshold.most, step: 'any',
                                         value: this.thresholds[key], 'aria-label': words});
        const slider = element('input', {type: 'range', min: 0, max: top, step: 0.005, value: this.thresholds[key],
                                         'aria-label': words});
        slider.addEventListener('input', () => {
            number.value = slider.value;
            this.set(key, Number(slider.value));
        });
        number.addEventListener('input', () => {
            if (number.value === '' || !number.checkValidity()) return;
            slider.value = number.value;
            this.set(key, Number(number.value));
        });
        const title = threshold.without_strength ? 'Where the profile has no recalibration strength' : null;
        return element('div', {class: 'control', title}, element('span', {}, words), element('div', {class: 'pair'}, slider, number));
    }

    set(key, value) {
        this.thresholds[key] = value;
        clearTimeout(this.waiting);
        this.waiting = setTimeout(() => this.judge(), 60);
    }

    async judge() {
        const asked = {...this.thresholds};
        const verdicts = await this.judged(asked);
        // Another slider may have moved since.
        if (JSON.stringify(asked) !== JSON.stringify(this.thresholds)) return;
        this.draw(verdicts);
        const changed = Object.entries(asked).filter(([key, value]) => value !== this.defaults[key]);
        this.command.textContent = ['sescope verdicts', this.file,
            ...changed.map(([key, value]) => '--' + key + ' ' + value)].join(' ');
    }

    draw(verdicts) {
        const keys = this.overview.verdict_table.columns.map((column) => column.key);
        const put = (cells, key, text) => {
            cells[keys.indexOf(key)] = text;
        };
        const rows = this.overview.verdict_table.rows.map((cells, row) => {
            const made = [...cells];
            const verdict = verdicts[row];
            put(made, 'verdict', verdict.verdict);
            put(made, 'near', verdict.near || '');
            put(made, 'prunable', verdict.prunable ? 'prune' : '');
            put(made, 'replacement', verdict.replacement || '');
            put(made, 'why', verdict.why);
            return made;
        });
        const table = inReadingOrder({...this.overview.verdict_table, rows});
        const shown = tableElement(table, (cell, key, row) => {
            if (key === 'verdict') cell.classList.add('verdict-' + verdicts[row].verdict);
        });
        const scrolled = this.table.querySelector('.scroll');
        const left = scrolled ? scrolled.scrollLeft : 0;
        this.table.replaceChildren(shown, element('p', {class: 'saving'}, this.saving(verdicts)), ...notesOf(table));
        this.table.querySelector('.scroll').scrollLeft = left;
    }

    saving(verdicts) {
        const gone = this.overview.statistics.filter((_, row) => verdicts[row].prunable);
        if (gone.length === 0) return 'No block is recommended to go.';
        const parameters = gone.reduce((sum, block) => sum + block.parameters, 0);
        return gone.length + ' of ' + verdicts.length + ' blocks may go, with ' + grouped(parameters) +
            ' parameters: measure it before you do.';
    }
}
