"""`coachplan site`: a private folder of pages, made anew only where something changed, and only for its reader."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from coachplan.output.site import pages as pages_module
from coachplan.store import files
from coachplan.store.build_fingerprint import fingerprint
from coachplan.views import plan_row
from conftest import ADA, ADA_PLAN, MANAGER, MEMBER, Coachplan, allow_templates

PAGE = "plans/ada-lovelace/clear-status-updates.html"
LIST = ".coachplan-site.json"
COMMAND = [sys.executable, "-m", "coachplan"]


@pytest.fixture
def two(ada: Path, coachplan: Coachplan, act_as: Callable[[str], None]) -> Path:
    """Ada's plan, and one of Ben's that nobody of hers but the manager and HR reads."""
    source = ada.parent / "ben.yaml"
    text = ADA.replace("Ada Lovelace <ada@example.com>", "Ben Carter <ben@example.com>")
    text = text.replace("Mary Somerville <mary@example.com>", "Omar Farouk <omar@example.com>")
    source.write_text(text.replace("title: Clear status updates", "title: Shorter notes"), encoding="utf-8")
    act_as("Ben Carter <ben@example.com>")
    assert coachplan("-C", ada, "new", "--from", source).code == 0
    act_as(MANAGER)
    return ada


@pytest.fixture
def build(coachplan: Coachplan, tmp_path: Path) -> Callable[..., str]:
    """Builds the site of a repository in the folder `site`; what was told on standard error."""

    def run(root: Path, *options: str, folder: Path = tmp_path / "site", code: int = 0) -> str:
        result = coachplan("-C", root, "site", "-o", folder, *options)
        assert (result.code, result.out) == (code, ""), result.err
        return result.err

    return run


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def pages(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*.html")}


def stamps(folder: Path) -> dict[str, int]:
    return {name: (folder / name).stat().st_mtime_ns for name in pages(folder)}


def remade(before: dict[str, int], folder: Path) -> set[str]:
    return {name for name, stamp in stamps(folder).items() if before.get(name) != stamp}


def test_there_is_a_page_for_all_plans_each_plan_each_person_and_each_manager(two, site, build):
    told = build(two)

    assert told == f"{site}/index.html: 6 pages made\n"
    assert pages(site) == {
        *("index.html", PAGE, "plans/ben-carter/shorter-notes.html"),
        *("people/ada-lovelace.html", "people/ben-carter.html", "managers/charles-babbage.html"),
    }


def test_it_is_private_and_ignored_by_git(two, site, build):
    old = os.umask(0)
    try:
        build(two)
    finally:
        os.umask(old)

    modes = {stat.S_IMODE(path.stat().st_mode) for path in [site, *site.rglob("*")]}
    assert modes == {0o700, 0o600}
    assert (site / ".gitignore").read_text(encoding="utf-8").endswith("\n*\n")


def test_built_again_nothing_is_made(two, site, build):
    build(two)
    before = stamps(site)

    assert build(two) == f"{site}/index.html: 0 pages made, 6 unchanged\n"
    assert remade(before, site) == set()


def test_a_check_in_makes_only_the_pages_that_show_it_anew(two, site, build, coachplan):
    build(two)
    before = stamps(site)
    assert coachplan("-C", two, "log", "ada", "--measure", "clear=3", "--evidence", "Three were clear").code == 0

    build(two)

    assert remade(before, site) == {"index.html", PAGE, "people/ada-lovelace.html", "managers/charles-babbage.html"}
    assert "Three were clear" in (site / PAGE).read_text(encoding="utf-8")


def test_a_commit_alone_makes_the_page_with_its_history_anew(two, site, build, coachplan, git):
    plan = two / ADA_PLAN
    plan.write_bytes(plan.read_bytes() + b"\nA note.\n")
    build(two)
    assert "notes changed" not in (site / PAGE).read_text(encoding="utf-8")
    before = stamps(site)
    git(two, "commit", "--quiet", "--all", "-m", "Notes")

    build(two)

    assert PAGE in remade(before, site)
    assert "plans/ben-carter/shorter-notes.html" not in remade(before, site)
    assert "notes changed" in (site / PAGE).read_text(encoding="utf-8")


@pytest.mark.parametrize("change", ["day", "settings", "template", "stylesheet"])
def test_what_every_page_depends_on_makes_all_anew(two, site, build, change):
    build(two)
    options = ["--date", "2026-02-05"] if change == "day" else []
    if change == "settings":
        (two / "coachplan.toml").write_text('[labels]\ncoaching = "Growth plan"\n', encoding="utf-8")
    if change == "template":
        (two / "templates/site/parts").mkdir(parents=True)
        (two / "templates/site/parts/foot.html.j2").write_text("<footer>Ours</footer>", encoding="utf-8")
        allow_templates(two)
    if change == "stylesheet":
        (two / "templates").mkdir()
        (two / "templates/style.css").write_text("h1 { color: teal }", encoding="utf-8")
        allow_templates(two)

    assert "6 pages made" in build(two, *options)
    text = (site / PAGE).read_text(encoding="utf-8")
    assert {"day": "5 February 2026", "settings": "Growth plan", "stylesheet": "h1 { color: teal }"}.get(
        change, ""
    ) in text
    if change == "template":
        assert "Ours" in (site / "index.html").read_text(encoding="utf-8")


def test_another_release_makes_every_page_anew_and_looks_at_every_plan_again(two, site, build, monkeypatch):
    build(two)
    asked = []
    really = plan_row._read
    monkeypatch.setattr(plan_row, "_read", lambda *given: asked.append(given) or really(*given))
    store = two / ".git/coachplan/rows.json"
    os.utime(store, (store.stat().st_mtime + 60,) * 2)  # as if written long after the plans
    assert "6 unchanged" in build(two)
    assert asked == []
    for part in (plan_row, pages_module):
        monkeypatch.setattr(part, "fingerprint", lambda *_: "another")

    assert "6 pages made" in build(two)
    assert len(asked) == 2


def test_a_library_that_writes_pages_is_a_part_of_the_release(tmp_path, monkeypatch):
    library = tmp_path / "writes_pages.py"
    library.write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    before = fingerprint.__wrapped__("writes_pages")
    library.write_text("# Changed\n", encoding="utf-8")

    assert fingerprint.__wrapped__("writes_pages") != before
    assert fingerprint.__wrapped__() not in (before, fingerprint.__wrapped__("writes_pages"))
    assert "writes_pages" not in sys.modules


def test_a_page_that_somebody_removed_is_made_again(two, site, build):
    build(two)
    (site / PAGE).unlink()

    assert "1 page made, 5 unchanged" in build(two)
    assert (site / PAGE).exists()


def test_the_page_of_a_plan_that_is_gone_goes_too(two, site, build):
    build(two)
    (two / "plans/ben-carter/shorter-notes/plan.md").unlink()

    assert "2 removed" in build(two)
    assert not (site / "plans/ben-carter").exists()
    assert pages(site) == {"index.html", PAGE, "people/ada-lovelace.html", "managers/charles-babbage.html"}


class TestForOneReader:
    @pytest.mark.parametrize("email", ["ada@example.com", "ADA@Example.com", "mary@example.com"])
    def test_only_plans_that_name_them_as_a_reader_are_there(self, two, site, build, email):
        build(two, "--for", email)

        assert pages(site) == {"index.html", PAGE, "people/ada-lovelace.html", "managers/charles-babbage.html"}
        whole = "".join((site / name).read_text(encoding="utf-8") for name in pages(site))
        assert "Ben" not in whole
        assert "Shorter notes" not in whole
        assert "Omar" not in whole

    def test_the_first_page_begins_with_what_waits_for_them(self, two, site, build, coachplan):
        assert coachplan("-C", two, "propose", "ada", "Lead <the> meeting").code == 0
        build(two, "--reader", "ada@example.com")
        panel = (site / "index.html").read_text(encoding="utf-8").partition('id="mine"')[2].partition("</section>")[0]
        assert "Waiting for you" in panel
        assert f'href="{PAGE}"' in panel
        assert "Answer 1 proposal" in panel
        assert "meeting" not in panel

    def test_what_they_recorded_here_and_did_not_share_stands_there_for_nobody_else(
        self, two, site, build, coachplan, git, tmp_path
    ):
        def panel() -> str:
            page = (site / "index.html").read_text(encoding="utf-8")
            return page.partition('id="mine"')[2].partition("</section>")[0]

        git(tmp_path, "init", "--bare", "-q", "remote")
        git(two, "remote", "add", "origin", str(tmp_path / "remote"))
        git(two, "push", "-q", "-u", "origin", "HEAD")
        build(two, "--for", "charles@example.com")
        assert "not shared" not in panel()
        assert coachplan("-C", two, "propose", "ada", "Ask George").code == 0
        build(two, "--for", "Charles@example.com")
        assert "1 change of yours is not shared yet: <code>coachplan sync</code>" in panel()
        git(two, "push", "-q")
        build(two, "--for", "charles@example.com")
        assert "not shared" not in panel()
        assert coachplan("-C", two, "propose", "ada", "Ask Ben").code == 0
        for path in site.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        build(two, "--for", "ada@example.com")
        assert "Answer 2 proposals" in panel()
        assert "not shared" not in panel()

    def test_where_nothing_waits_for_them_the_page_does_not_say_so(self, two, site, build):
        build(two, "--for", "jane@example.com")
        assert 'id="mine"' not in (site / "index.html").read_text(encoding="utf-8")

    def test_the_manager_and_hr_see_all_of_theirs(self, two, site, build):
        build(two, "--for", "charles@example.com")
        assert len(pages(site)) == 6

    def test_hr_sees_all_of_theirs(self, two, site, build):
        build(two, "--for", "jane@example.com")
        assert len(pages(site)) == 6

    @pytest.mark.parametrize("options", [[], ["--for", "jane@example.com"]])
    def test_nobody_elses_plans_come_into_a_folder_that_was_made_for_somebody(self, two, site, build, options):
        build(two, "--for", "ada@example.com")
        before = stamps(site)

        assert "holds the site for ada@example.com; name another folder" in build(two, *options, code=1)
        assert remade(before, site) == set()

    def test_an_address_is_taken_as_it_is_whatever_the_directory_says(self, two, site, build):
        settings = two / "coachplan.toml"
        settings.write_text('[people]\ndirectory = ["ada@example.com <jane@example.com>"]\n', encoding="utf-8")
        build(two, "--for", "ada@example.com")
        assert len(pages(site)) == 4

    def test_what_an_earlier_reader_had_is_removed(self, two, site, build):
        build(two)
        told = build(two, "--for", "ada@example.com")

        assert told == f"{site}/index.html for ada@example.com: 4 pages made, 2 removed\n"
        assert "Ben" not in "".join(path.read_text(encoding="utf-8") for path in site.rglob("*") if path.is_file())

    @pytest.mark.parametrize("email", ["george@example.com", "a@example.com", "example.com@"])
    def test_nobody_else_gets_a_site(self, two, site, build, email):
        assert "as one of its readers" in build(two, "--for", email, code=2)
        assert not site.exists()

    def test_a_helper_reads_nothing(self, two, site, build, coachplan):
        text = (two / ADA_PLAN).read_text(encoding="utf-8")
        helped = text.replace("development_area:", "development_area:", 1).replace(
            "  hr: Jane", "  helpers: [George Boole <george@example.com>]\n  hr: Jane", 1
        )
        assert helped != text
        (two / ADA_PLAN).write_text(helped, encoding="utf-8")

        build(two, "--for", "george@example.com", code=2)

    def test_a_name_is_refused_unless_the_directory_knows_the_address(self, two, site, build):
        assert "takes an email address" in build(two, "--for", "Ada Lovelace", code=2)
        settings = two / "coachplan.toml"
        settings.write_text(f'[people]\ndirectory = ["{MEMBER}"]\n', encoding="utf-8")
        build(two, "--for", "Ada Lovelace")
        assert PAGE in pages(site)

    def test_a_plan_whose_people_cannot_be_read_is_left_out(self, two, site, build):
        plan = two / "plans/ben-carter/shorter-notes/plan.md"
        plan.write_text(
            plan.read_text(encoding="utf-8").replace("team_member: Ben", "team_member: <Ben"), encoding="utf-8"
        )

        told = build(two, "--for", "charles@example.com")

        assert "1 plan cannot be read" in told
        assert pages(site) == {"index.html", PAGE, "people/ada-lovelace.html", "managers/charles-babbage.html"}
        assert "shorter-notes" not in (site / "index.html").read_text(encoding="utf-8")


class TestOtherFolders:
    def test_what_holds_other_things_is_refused_and_stays_as_it_is(self, two, site, build):
        site.mkdir()
        (site / "mine.txt").write_text("mine", encoding="utf-8")

        assert "holds files that are not part of a site" in build(two, code=1)
        assert [path.name for path in site.iterdir()] == ["mine.txt"]

    @pytest.mark.parametrize("kind", ["file", "link", "dangling"])
    def test_what_is_no_folder_is_refused(self, two, site, build, kind, tmp_path):
        (tmp_path / "elsewhere").mkdir()
        if kind == "file":
            site.write_text("mine", encoding="utf-8")
        else:
            site.symlink_to(tmp_path / ("elsewhere" if kind == "link" else "nowhere"))

        assert "is not a folder" in build(two, code=1)
        assert [*(tmp_path / "elsewhere").iterdir()] == []

    @pytest.mark.parametrize("inside", ["plans/site", "templates", ".git/site", "coachplan.toml"])
    def test_the_repositorys_own_files_are_no_place_for_it(self, two, build, inside):
        assert "inside the plan repository" in build(two, folder=two / inside, code=1)

    @pytest.mark.parametrize(
        "text",
        [
            "{",
            "[]",
            '{"reader": null, "pages": []}',
            '{"reader": null, "pages": {"../../mine.html": ""}}',
            '{"reader": null, "pages": {"/etc/mine.html": ""}}',
            '{"reader": null, "pages": {"a/../mine.html": ""}}',
            '{"reader": null, "pages": {"mine.txt": ""}}',
            '{"reader": null, "pages": {"index.html": 1}}',
        ],
    )
    def test_a_list_that_is_not_ours_removes_nothing(self, two, site, build, text, tmp_path):
        build(two)
        (tmp_path / "mine.html").write_text("mine", encoding="utf-8")
        (site / LIST).write_text(text, encoding="utf-8")

        assert "cannot be read; remove" in build(two, code=1)
        assert (tmp_path / "mine.html").exists()
        assert (site / PAGE).exists()

    def test_a_link_inside_leads_nowhere(self, two, site, build, tmp_path):
        build(two)
        (site / PAGE).unlink()
        (site / "plans/ada-lovelace").rmdir()
        (tmp_path / "elsewhere").mkdir()
        (site / "plans/ada-lovelace").symlink_to(tmp_path / "elsewhere")

        assert "is a symbolic link" in build(two, code=1)
        assert [*(tmp_path / "elsewhere").iterdir()] == []


class TestAnEarlierBuild:
    def test_that_was_killed_leaves_no_words_behind(self, two, site, build):
        build(two)
        left = site / "plans/ben-carter/.coachplan-1-ab.tmp"
        left.write_text("Ben's words", encoding="utf-8")
        (site / ".coachplan-1-cd.tmp").write_text("Ben's words", encoding="utf-8")

        build(two, "--for", "ada@example.com")

        assert "Ben" not in "".join(path.read_text(encoding="utf-8") for path in site.rglob("*") if path.is_file())

    def test_that_still_runs_is_waited_for(self, two, site, build):
        build(two)
        with files.locked(site / ".coachplan-lock"):
            other = subprocess.Popen([*COMMAND, "-C", two, "site", "-o", site], stderr=subprocess.PIPE)
            with pytest.raises(subprocess.TimeoutExpired):
                other.wait(3)
        other.communicate(timeout=300)
        assert other.returncode == 0

    def test_two_at_once_leave_the_pages_of_one_of_them(self, two, site):
        call = [*COMMAND, "-C", two, "site", "-o", site]
        both = [subprocess.Popen(call + options) for options in ([], ["--for", "ada@example.com"])]
        codes = [process.wait(300) for process in both]

        listed = json.loads((site / LIST).read_text(encoding="utf-8"))
        assert set(listed["pages"]) == pages(site)
        assert codes in ([0, 0], [1, 0])  # everybody's after Ada's is refused

    def test_that_others_could_read_is_closed_to_them(self, two, site, build):
        site.mkdir(mode=0o755)
        build(two)
        (site / PAGE).chmod(0o644)
        site.chmod(0o755)
        build(two, "--date", "2026-02-05")

        assert (stat.S_IMODE(site.stat().st_mode), stat.S_IMODE((site / PAGE).stat().st_mode)) == (0o700, 0o600)


class TestWhatGoesWrong:
    def test_a_broken_template_is_one_clear_line(self, two, site, build):
        (two / "templates/site/parts").mkdir(parents=True)
        broken = two / "templates/site/parts/standing.html.j2"
        broken.write_text("<p>\n{{ nothing.here }}", encoding="utf-8")
        allow_templates(two)

        told = build(two, code=2)

        assert told == "coachplan: template site/parts/standing.html.j2, line 2: 'nothing' is undefined\n"
        broken.unlink()
        build(two)
        assert len(pages(site)) == 6

    def test_after_a_stop_halfway_every_page_is_known_and_made(self, two, site, build):
        (two / "templates/site/parts").mkdir(parents=True)
        broken = two / "templates/site/parts/standing.html.j2"
        broken.write_text("{{ nothing.here }}", encoding="utf-8")
        allow_templates(two)
        build(two, code=2)
        assert set(json.loads((site / LIST).read_text(encoding="utf-8"))["pages"]) >= pages(site)

        broken.unlink()
        build(two, "--for", "ada@example.com")

        assert pages(site) == {"index.html", PAGE, "people/ada-lovelace.html", "managers/charles-babbage.html"}

    def test_a_plan_that_cannot_be_read_is_a_line_without_a_page(self, two, site, build):
        (two / "plans/ben-carter/shorter-notes/plan.md").write_text("---\n[", encoding="utf-8")

        assert "1 plan cannot be read; `coachplan check` says where and why\n" in build(two)
        home = (site / "index.html").read_text(encoding="utf-8")
        assert "ben-carter/shorter-notes" in home
        assert "plans/ben-carter" not in "".join(pages(site))

    def test_a_place_that_takes_no_folder_is_one_clear_line(self, two, build):
        assert build(two, folder=Path("/proc/coachplan-site"), code=2).startswith(
            "coachplan: /proc/coachplan-site cannot"
        )

    def test_a_disk_that_takes_no_page_is_one_clear_line_and_the_next_build_makes_all(self, two, site, build):
        build(two)
        (two / ADA_PLAN).write_bytes((two / ADA_PLAN).read_bytes() + b"\nA note.\n")
        before = {name: (site / name).read_bytes() for name in pages(site)}
        # Every page is longer than that, and the list of them is not.
        full = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))"
        run = f"{full}; from coachplan.__main__ import run; run()"
        call = [sys.executable, "-B", "-c", run, "-C", two, "site", "-o", site]

        done = subprocess.run(call, capture_output=True, text=True, check=False)

        assert (done.returncode, done.stdout) == (2, "")
        assert re.fullmatch(r"coachplan: \S+\.html cannot be written: file too large\n", done.stderr)
        assert {name: (site / name).read_bytes() for name in pages(site)} == before
        assert not list(site.rglob("*.tmp"))
        assert "A note" in (build(two), (site / PAGE).read_text(encoding="utf-8"))[1]

    @pytest.mark.parametrize("kind", ["link", "file"])
    def test_check_ins_that_are_no_folder_cost_their_own_plan_only(self, two, site, build, kind, tmp_path):
        check_ins = two / "plans/ben-carter/shorter-notes/check-ins"
        if kind == "link":
            check_ins.symlink_to(tmp_path)
        else:
            check_ins.write_text("x", encoding="utf-8")

        assert "1 plan cannot be read" in build(two, "--for", "ada@example.com")
        assert PAGE in pages(site)

    def test_there_must_be_a_place_for_it(self, two, coachplan):
        result = coachplan("-C", two, "site")
        assert (result.code, result.out) == (2, "")
        assert "--output" in result.err


class TestNames:
    def make(self, root: Path, coachplan: Coachplan, person: str, title: str, manager: str = MANAGER) -> None:
        source = root.parent / "more.yaml"
        text = (
            ADA.replace(MEMBER, person)
            .replace(MANAGER, manager)
            .replace("title: Clear status updates", f"title: {title}")
        )
        source.write_text(text.replace("    status: agreed\n", ""), encoding="utf-8")
        result = coachplan("-C", root, "new", "--from", source)
        assert result.code == 0, result.err

    def test_two_people_of_one_name_have_a_page_each(self, ada, site, build, coachplan):
        self.make(ada, coachplan, "Ada Lovelace <other@example.com>", "Another plan")
        build(ada)

        people = {name for name in pages(site) if name.startswith("people/")}
        assert len(people) == 2
        assert all(name.startswith("people/ada-lovelace-") for name in people)

    def test_pages_follow_a_person_whose_page_gets_another_name(self, ada, site, build, coachplan):
        build(ada)
        self.make(ada, coachplan, "Ada Lovelace <other@example.com>", "Another plan", "Omar Farouk <omar@example.com>")
        build(ada)

        for name in pages(site):
            links = re.findall(r'href="([^"]*people/[^"]*)"', (site / name).read_text(encoding="utf-8"))
            assert all((site / name).parent.joinpath(link).exists() for link in links), name

    def test_a_name_without_an_address_is_the_only_person_of_that_name(self, ada, site, build, coachplan):
        self.make(ada, coachplan, "Ada Lovelace", "Another plan")
        build(ada)

        assert {name for name in pages(site) if name.startswith("people/")} == {"people/ada-lovelace.html"}
        assert "Another plan" in (site / "people/ada-lovelace.html").read_text(encoding="utf-8")

    def test_names_in_any_script_are_files_in_plain_letters(self, ada, site, build, coachplan):
        self.make(ada, coachplan, "Νίκος Αλεξίου <nikos@example.com>", "Plan", "山田 太郎 <yamada@example.com>")
        build(ada)

        assert {"people/nikos-alexiou.html", "managers/shan-tian-tai-lang.html"} <= pages(site)

    @pytest.mark.parametrize("name", ["-dash", "a--b", "7", "a" * 60])
    def test_a_folder_of_any_id_gets_a_page_that_its_links_find(self, ada, site, build, name):
        (ada / "plans/ada-lovelace/clear-status-updates").rename(ada / "plans/ada-lovelace" / name)
        build(ada)

        (page,) = (path for path in pages(site) if path.startswith("plans/"))
        assert f'href="{page}"' in (site / "index.html").read_text(encoding="utf-8")

    @pytest.mark.parametrize(
        "name",
        [
            *(b"b\xff", "evil\u202e\x1b[2J".encode(), b"a\nb", b"<script>", b"a b", b"50%", b'q"uote', b"a#b"),
            *("ünder".encode(), b"a..b", b"A-Caps", b"&amp;"),
        ],
    )
    def test_a_folder_under_a_name_that_is_no_id_is_not_on_the_site(self, ada, site, build, name):
        folder = os.fsencode(ada / "plans/ada-lovelace") + b"/" + name
        os.mkdir(folder)
        with open(folder + b"/plan.md", "wb") as file:
            file.write(b"---\n[")

        assert "cannot be read" not in build(ada)
        assert len([path for path in pages(site) if path.startswith("plans/")]) == 1
        home = (site / "index.html").read_text(encoding="utf-8")
        assert not set("\u202e\x1b") & set(home)
        assert "<script>\n" not in home.replace("<script>\n// Tables", "")

    def test_no_page_takes_the_place_of_another(self, ada, site, build):
        folder = ada / "plans/ada-lovelace"
        text = (folder / "clear-status-updates/plan.md").read_bytes()
        names = ["a--plan", "a-plan"]
        for _ in range(2):
            for name in names:
                (folder / name).mkdir(exist_ok=True)
                (folder / name / "plan.md").write_bytes(text)
            build(ada)
            names = [Path(path).stem for path in pages(site) if path.startswith("plans/")]  # the next to take

        plans = [*folder.rglob("plan.md")]
        assert len({path for path in pages(site) if path.startswith("plans/")}) == len(plans)

    def test_folders_that_look_alike_have_a_page_each(self, ada, site, build):
        folder = ada / "plans/ada-lovelace"
        (folder / "a--plan").mkdir()
        (folder / "a-plan").mkdir()
        text = (folder / "clear-status-updates/plan.md").read_bytes()
        for name in ("a--plan", "a-plan"):
            (folder / name / "plan.md").write_bytes(text)
        build(ada)

        assert len({path for path in pages(site) if path.startswith("plans/")}) == 3


def test_the_same_files_give_the_same_pages(two, build, tmp_path):
    build(two, folder=tmp_path / "one")
    build(two, folder=tmp_path / "other")

    assert pages(tmp_path / "one") == pages(tmp_path / "other")
    for name in pages(tmp_path / "one"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()
