// SPDX-License-Identifier: GPL-3.0-or-later
// The figure that is shown: which one, of which blocks, in which order.

class FigureView {
    /** `asked(figure, blocks, classes)` gives a figure; `picked` is told of a channel, or a block. */
    constructor(asked, picked) {
        this.ask = asked;
        this.picked = picked;
        this.shown = {figure: 'class', blocks: 'paper', order: 'index', channels: '50', bands: false};
        this.tabs = element('div', {class: 'tabs', role: 'tablist', 'aria-label': 'Figures'});
        this.tools = element('div', {class: 'tools'});
        this.title = element('p', {class: 'figure-title'});
        this.figure = element('div', {class: 'figure', id: 'figure', role: 'tabpanel'});
        this.read = element('p', {class: 'read-out', id: 'read-out', 'aria-live': 'polite'});
        this.note = element('p', {class: 'note', hidden: true});
        this.place = element('section', {class: 'section'}, this.tabs, this.tools, this.title, this.figure, this.read,
                             this.note);
    }

    show(overview, note) {
        this.overview = overview;
        this.note.hidden = !note;
        this.note.textContent = note || '';
        this.listFigures();
        this.listTools();
    }

    forget() {
        this.shown.blocks = 'paper';
    }

    open(figure) {
        this.shown.figure = figure;
        this.listFigures();
        this.listTools();
        this.draw();
    }

    openBlock(block) {
        this.shown.blocks = String(block);
        this.open('class');
    }

    listFigures() {
        const names = this.overview.figures.map((each) => each.name);
        const focused = this.tabs.contains(document.activeElement);
        const step = (event, name) => {
            const by = {ArrowLeft: -1, ArrowRight: 1}[event.key];
            if (by) this.open(names[(names.indexOf(name) + by + names.length) % names.length]);
        };
        this.tabs.replaceChildren(...this.overview.figures.map(({name, summary}) => {
            const chosen = name === this.shown.figure;
            return element('button', {type: 'button', role: 'tab', title: summary, 'aria-selected': String(chosen),
                                      tabindex: chosen ? 0 : -1, click: () => this.open(name),
                                      keydown: (event) => step(event, name)}, name);
        }));
        if (focused) this.tabs.querySelector('[aria-selected=true]').focus();
    }

    /** What the figure that is shown can be asked for. */
    listTools() {
        const {figure} = this.shown;
        const tool = (key, words, options) => labelled(words, choice(options, this.shown[key], (value) => {
            this.shown[key] = value;
            this.draw();
        }));
        const made = [];
        if (!['ridges', 'depth', 'channels'].includes(figure)) {
            const blocks = this.overview.blocks.map((block, i) => [i, block.name]);
            made.push(tool('blocks', 'blocks', [['paper', 'as in the paper'], ['all', 'all'], ...blocks]));
        }
        if (figure === 'class' || figure === 'instance') {
            made.push(tool('order', 'channels in order of', [['index', 'the network'], ['mean', 'mean gate'],
                                                             ['spread', 'spread between classes']]));
            made.push(tool('channels', 'channels', [['50', '50, evenly'], ['0', 'all']]));
        }
        if (figure === 'class') {
            const box = element('input', {type: 'checkbox', change: () => {
                this.shown.bands = box.checked;
                this.draw();
            }});
            box.checked = this.shown.bands;
            made.push(element('label', {class: 'check'}, box, element('span', {}, 'one standard deviation')));
        }
        this.tools.replaceChildren(...made);
    }

    blocks() {
        const {blocks} = this.shown;
        if (blocks === 'paper') return this.overview.first_blocks;
        return blocks === 'all' ? [...this.overview.blocks.keys()] : [Number(blocks)];
    }

    /** Draws what is chosen, of these classes; a figure that comes after another was asked for is dropped. */
    async draw(classes = this.classes) {
        this.classes = classes;
        const {figure, order, channels, bands} = this.shown;
        const asked = {};
        this.asked = asked;
        this.figure.setAttribute('aria-busy', 'true');
        try {
            if (this.overview.blocks.length === 0) throw new Error('The network has no SE block.');
            if (classes.able.length === 0) throw new Error('No image was run yet.');
            const chosen = figure === 'instance' ? classes.values().slice(0, 2) : classes.values();
            if (chosen.length === 0) throw new Error('Choose a class: there is nothing to draw of none.');
            const whole = await this.ask(figure, this.blocks(), chosen);
            if (this.asked !== asked) return;
            this.current = arrangedFigure(whole, order, Number(channels), bands || figure === 'instance');
            this.title.textContent = whole.title;
            this.redraw();
        } catch (error) {
            if (this.asked !== asked) return;
            this.current = null;
            this.title.textContent = '';
            this.figure.replaceChildren(element('p', {class: 'note'}, error.message));
        } finally {
            if (this.asked === asked) this.figure.removeAttribute('aria-busy');
        }
    }

    redraw(mark = this.mark) {
        this.mark = mark;
        if (!this.current) return;
        drawFigure(this.figure, this.current, {mark, onPick: this.picked, onRead: (text) => {
            this.read.textContent = text;
        }});
    }
}
