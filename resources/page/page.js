// SPDX-License-Identifier: GPL-3.0-or-later
// The page as a whole: which profile, and what follows from it.

const kPollEvery = 2000;  // ms

class Page {
    constructor(data) {
        this.data = data;
        this.source = data.served ? new Served(new URLSearchParams(location.search).get('token')) : new Embedded(data);
        this.classes = new ClassFilter(() => this.view.draw());
        this.search = new ChannelSearch((mark) => this.pick(mark));
        this.verdicts = new VerdictTable((thresholds) => this.source.verdicts(this.profile, thresholds));
        this.view = new FigureView(
            (figure, blocks, classes) => this.source.figure(this.profile, figure, blocks, classes),
            (mark) => (mark.channel === undefined ? this.view.openBlock(mark.block) : this.pick(mark)));
        this.parts = [this.classes, this.search, this.verdicts, this.view];
        this.build();
    }

    build() {
        this.title = element('h1', {}, 'SE Scope');
        this.subtitle = element('p', {class: 'subtitle'});
        this.chooser = element('select', {id: 'profile', change: () => this.open(this.chooser.value)});
        this.chooserLine = labelled('profile', this.chooser);
        this.progress = element('div', {class: 'progress', id: 'progress', role: 'status'});
        this.problem = element('p', {class: 'warning', role: 'alert', hidden: true});
        this.sections = element('div', {id: 'sections'});
        const aside = element('aside', {}, this.classes.place, this.search.place);
        const main = element('main', {}, this.view.place, this.verdicts.place, this.sections);
        this.body = element('div', {class: 'body', hidden: true}, aside, main);
        document.body.append(element('header', {}, element('div', {}, this.title, this.subtitle), this.chooserLine,
                                     this.progress), this.problem, this.body);
    }

    async start() {
        await this.poll();
        if (this.data.served) setInterval(() => this.poll(), kPollEvery);
    }

    /** Looks what there is now, and shows what has changed. */
    async poll() {
        if (this.busy || (this.profile !== undefined && document.hidden)) return;
        this.busy = true;
        try {
            this.profiles = await this.source.profiles();
            this.problem.hidden = true;
            this.listProfiles();
            const now = this.profiles.find((each) => each.name === this.profile);
            if (!now) await this.openFirst();
            else if (now.revision !== this.revision) await this.load(now);
            this.tellProgress();
        } catch (error) {
            this.tell(error instanceof TypeError
                ? 'The server does not answer: does sescope serve still run, and the tunnel stand?' : error.message);
        } finally {
            this.busy = false;
        }
    }

    tell(problem) {
        this.problem.textContent = problem;
        this.problem.hidden = false;
    }

    listProfiles() {
        const names = this.profiles.map((each) => each.name);
        this.chooserLine.hidden = names.length < 2;
        if (JSON.stringify(names) === JSON.stringify(this.listed)) return;
        this.listed = names;
        this.chooser.replaceChildren(...names.map((name) => element('option', {value: name}, name)));
        if (this.profile !== undefined) this.chooser.value = this.profile;
    }

    async openFirst() {
        this.body.hidden = true;
        const first = this.profiles.find((each) => !each.error);
        if (first) return this.open(first.name);
        this.profile = undefined;
        this.tell(this.profiles.length > 0 ? this.profiles[0].name + ': ' + this.profiles[0].error
            : 'There is no profile here yet: it is shown as soon as analyze has written one, half a minute after it began.');
        return undefined;
    }

    async open(name) {
        this.profile = name;
        this.chooser.value = name;
        for (const part of this.parts) part.forget();
        this.view.mark = null;
        try {
            await this.load(this.profiles.find((each) => each.name === name));
            this.tellProgress();
        } catch (error) {
            this.body.hidden = true;
            this.tell(name + ': ' + error.message);
        }
    }

    async load(entry) {
        const overview = await this.source.overview(entry.name);
        if (entry.name !== this.profile) return;
        this.overview = overview;
        this.revision = entry.revision;
        document.title = overview.title;
        this.title.textContent = overview.title;
        this.subtitle.textContent = overview.subtitle;
        const able = this.data.classes || [...overview.classes.keys()].filter((cls) => overview.classes[cls].n > 0);
        this.classes.show(overview.classes, able, overview.first_classes);
        this.search.show(overview);
        this.view.show(overview, this.data.note);
        this.body.hidden = false;
        const folded = [...this.sections.children].map((each) => !each.open);
        this.sections.replaceChildren(...overview.sections.map(sectionElement));
        [...this.sections.children].forEach((each, i) => { each.open = !folded[i]; });
        await Promise.all([this.verdicts.show(overview, entry.name || 'PROFILE'), this.view.draw(this.classes), this.rank()]);
    }

    tellProgress() {
        const entry = this.profiles.find((each) => each.name === this.profile);
        if (!entry || entry.error || !entry.partial) {
            this.progress.replaceChildren();
            return;
        }
        const {done, total, seconds} = entry;
        const rate = seconds > 0 && done > 0 ? done / seconds : 0;
        const left = rate > 0 && done < total ? '; about ' + duration((total - done) / rate) + ' of work left' : '';
        const words = 'partial: ' + grouped(done) + ' of ' + grouped(total) + ' images' +
            (rate > 0 ? ', ' + general(rate) + ' a second' : '') + left;
        this.progress.replaceChildren(element('progress', {max: Math.max(total, 1), value: done, 'aria-label': 'images'}),
                                      element('span', {}, words));
    }

    /** A channel of a block. */
    pick(mark) {
        this.search.set(mark);
        this.view.redraw(mark);
        this.rank();
    }

    async rank() {
        const {mark} = this.search;
        if (!mark || this.classes.able.length === 0) return;
        const ranked = await this.source.channel(this.profile, mark.block, mark.channel);
        if (this.search.mark === mark) this.search.rank(ranked);
    }
}

new Page(JSON.parse(document.getElementById('data').textContent)).start();
