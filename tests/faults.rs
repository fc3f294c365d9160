//! What the machine does to a run: files that cannot be read or written, that change under it, a disk that
//! is full, limits, signals. Each is really caused. What is wrong is said with its place and what to do,
//! the exit code is 2, and the rest of the run goes on.

#![cfg(unix)]
#![allow(clippy::print_stderr)]

mod support;

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use support::folder::{Folder, Run};

const PLAIN: &str = "# Read me\n\nNothing happened here.\n";

/// A postmortem with much to report.
const WRONG: &str = "# 故障\n\n## 时间指标\n\n- 故障感知时间：50m\n- 故障响应时间：2m\n\n\
    ## 故障描述\n\n### 事故回放\n\n- 2024-05-06 10:00 开始\n- 2024-05-06 10:05 收到告警\n";

/// One that `--fix` mends.
const FIXABLE: &str = "# 故障\n\n## 时间指标\n\n- 故障感知时间：50m 符合预期\n\n\
    ## 故障描述\n\n### 事故回放\n\n- 2024-05-06 10:00 【开始】订单接口错误率升高\n\
    - 2024-05-06 10:05 【感知】收到告警\n";

/// Runs a script of the shell in a folder, with `pmlint` as `$P`.
fn shell(folder: &Folder, script: &str) -> Run {
    let mut command = folder.command(&[]);
    let program = command.get_program().to_owned();
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(script).current_dir(folder.path()).env("P", program).stdin(Stdio::null());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    command.stdin(Stdio::null());
    Run::from(shell.output().expect("sh runs"))
}

fn is_root() -> bool {
    let out = Command::new("id").arg("-u").output().expect("id runs");
    out.stdout.starts_with(b"0\n")
}

/// A prefix by which a script runs as somebody whom permissions bind; `None` where there is no way to.
fn bound() -> Option<&'static str> {
    if !is_root() {
        return Some("");
    }
    let prefix = "setpriv --reuid=65534 --regid=65534 --clear-groups ";
    let works = Command::new("sh").args(["-c", &format!("{prefix} true")]).output();
    let works = works.is_ok_and(|out| out.status.success());
    if !works {
        eprintln!("skipped: permissions do not bind the root user, and there is no setpriv here");
    }
    works.then_some(prefix)
}

/// Makes a folder and all that is in it readable for everybody, and the program too.
fn open_to_all(folder: &Folder) -> bool {
    let mode = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
    };
    mode(folder.path(), 0o777);
    // The program is in a folder of whoever builds it, which may be closed to others.
    fs::copy(env!("CARGO_BIN_EXE_pmlint"), folder.path().join("pmlint")).expect("a copy");
    mode(&folder.path().join("pmlint"), 0o755);
    true
}

#[test]
fn a_file_and_a_folder_without_permission_are_told_and_the_rest_is_checked() {
    let Some(prefix) = bound() else { return };
    let folder = Folder::new()
        .with("pmlint.toml", "include = ['**/*.md']\n")
        .with("docs/closed.md", PLAIN)
        .with("docs/open.md", PLAIN)
        .with("docs/cellar/a.md", PLAIN);
    open_to_all(&folder);
    for (path, mode) in [("docs/closed.md", 0o000), ("docs/cellar", 0o000)] {
        let permissions = fs::Permissions::from_mode(mode);
        fs::set_permissions(folder.path().join(path), permissions).expect("permissions");
    }
    let run = shell(&folder, &format!("{prefix}./pmlint docs --fail-on never")).exits(2);
    run.says("docs/closed.md: cannot be read: Permission denied")
        .says("docs/cellar: cannot be read: Permission denied")
        .says("check the permissions")
        .says("1 file checked");
    let run = shell(&folder, &format!("{prefix}./pmlint facts docs/closed.md")).exits(2);
    run.says("docs/closed.md: cannot be read");
    let permissions = fs::Permissions::from_mode(0o000);
    fs::set_permissions(folder.path().join("pmlint.toml"), permissions).expect("permissions");
    let run = shell(&folder, &format!("{prefix}./pmlint docs/open.md")).exits(2);
    run.says("pmlint.toml").says("Permission denied");
    // So that the folder can be removed by whoever runs this.
    let permissions = fs::Permissions::from_mode(0o755);
    fs::set_permissions(folder.path().join("docs/cellar"), permissions).expect("permissions");
}

#[test]
fn a_folder_that_cannot_be_written_to_leaves_the_old_file() {
    let Some(prefix) = bound() else { return };
    let folder = Folder::new().with("a.md", PLAIN).with("out/old.json", "old");
    open_to_all(&folder);
    let permissions = fs::Permissions::from_mode(0o555);
    fs::set_permissions(folder.path().join("out"), permissions).expect("permissions");
    let script =
        format!("{prefix}./pmlint a.md --fail-on never --format json --output out/old.json");
    shell(&folder, &script).exits(2).says("out/old.json").says("cannot be written");
    assert_eq!(folder.read("out/old.json"), "old");
}

#[test]
fn a_document_that_cannot_be_written_to_is_left_as_it_is() {
    let Some(prefix) = bound() else { return };
    let folder = Folder::new().with("docs/a.md", WRONG);
    open_to_all(&folder);
    let permissions = fs::Permissions::from_mode(0o555);
    fs::set_permissions(folder.path().join("docs"), permissions).expect("permissions");
    let script =
        format!("{prefix}./pmlint docs/a.md --template infra-zh --suppress --reason 'as agreed'");
    shell(&folder, &script).exits(2).says("docs/a.md: no comment was written: Permission denied");
    assert_eq!(folder.read("docs/a.md"), WRONG);
    let permissions = |mode| {
        let permissions = fs::Permissions::from_mode(mode);
        fs::set_permissions(folder.path().join("docs"), permissions).expect("permissions");
    };
    permissions(0o777);
    let folder = folder.with("docs/a.md", FIXABLE);
    fs::set_permissions(folder.path().join("docs"), fs::Permissions::from_mode(0o555))
        .expect("permissions");
    let fix = "./pmlint docs/a.md --template infra-zh --fix";
    let run = shell(&folder, &format!("{prefix}{fix}")).exits(2);
    run.says("docs/a.md: not fixed: Permission denied");
    assert_eq!(folder.read("docs/a.md"), FIXABLE);
}

/// Whoever runs it: permission to write into the folder does not count.
#[test]
fn a_read_only_file_is_not_replaced() {
    let folder = Folder::new().with("a.md", FIXABLE).with("out.json", "old");
    for name in ["a.md", "out.json"] {
        let permissions = fs::Permissions::from_mode(0o444);
        fs::set_permissions(folder.path().join(name), permissions).expect("permissions");
    }
    let run = folder.run(&["a.md", "--template", "infra-zh", "--fix"]).exits(2);
    run.says("a.md: not fixed: the file is read-only");
    let run = folder.run(&["a.md", "--format", "json", "--output", "out.json"]).exits(2);
    run.says("out.json: cannot be written: the file is read-only");
    assert_eq!((folder.read("a.md"), folder.read("out.json")), (FIXABLE.into(), "old".into()));
    assert_eq!(shell(&folder, "ls -A").stdout, "a.md\nout.json\n");
}

#[test]
fn an_output_that_is_replaced_is_read_by_whoever_read_it_before() {
    let folder = Folder::new().with("a.md", PLAIN).with("out.json", "old");
    let path = folder.path().join("out.json");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("permissions");
    folder.run(&["a.md", "--format", "json", "--output", "out.json", "--exit-zero"]).exits(0);
    assert_ne!(folder.read("out.json"), "old");
    assert_eq!(fs::metadata(path).expect("the file").permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_disk_that_is_full_is_told() {
    if !Path::new("/dev/full").exists() {
        eprintln!("skipped: there is no /dev/full here");
        return;
    }
    let folder = Folder::new().with("a.md", WRONG);
    for format in ["human", "json", "sarif", "junit"] {
        let run = shell(&folder, &format!("$P a.md --format {format} > /dev/full"));
        run.exits(2).says("standard output cannot be written: No space left").says("--output");
        let run = shell(&folder, &format!("$P a.md --format {format} --output /dev/full"));
        run.exits(2).says("/dev/full: cannot be written: No space left");
    }
    for command in
        ["facts a.md", "rules", "explain config", "templates", "schema check", "files a.md"]
    {
        shell(&folder, &format!("$P {command} > /dev/full")).exits(2).says("cannot be written");
    }
}

#[test]
fn a_full_file_system_keeps_the_old_files() {
    let folder = Folder::new().with("a.md", WRONG);
    let mount = "mkdir -p disk && mount -t tmpfs -o size=64k tmpfs disk";
    let namespace =
        |script: &str| shell(&folder, &format!("unshare -rm sh -c '{mount} && {{ {script}; }}'"));
    if namespace("true").code != Some(0) {
        eprintln!("skipped: no file system can be mounted here");
        return;
    }
    let fill = "cp a.md disk/a.md; echo old >disk/out.json; \
        dd if=/dev/zero of=disk/rest bs=4k >/dev/null 2>&1";
    let run = namespace(&format!(
        "{fill}; $P a.md --format json --output disk/out.json; echo code $?; cat disk/out.json; ls -A disk"
    ));
    let run = run.says("disk/out.json: cannot be written: No space left");
    assert_eq!(run.stdout, "code 2\nold\na.md\nout.json\nrest\n", "{run:#?}");
    let run = namespace(&format!(
        "{fill}; $P disk/a.md --template infra-zh --suppress --reason agreed --format short >/dev/null; \
         echo code $?; cmp a.md disk/a.md && echo same; ls -A disk"
    ));
    let run = run.says("disk/a.md: no comment was written: No space left");
    assert_eq!(run.stdout, "code 2\nsame\na.md\nout.json\nrest\n", "{run:#?}");
    let folder = folder.with("a.md", FIXABLE);
    let run = shell(
        &folder,
        &format!(
            "unshare -rm sh -c '{mount} && {{ {fill}; \
             $P disk/a.md --template infra-zh --fix --format short >/dev/null; echo code $?; \
             cmp a.md disk/a.md && echo same; ls -A disk; }}'"
        ),
    );
    let run = run.says("disk/a.md: not fixed: No space left");
    assert_eq!(run.stdout, "code 2\nsame\na.md\nout.json\nrest\n", "{run:#?}");
}

#[test]
fn files_that_come_and_go_stop_nothing() {
    let mut folder = Folder::new().with("pmlint.toml", "include = ['**/*.md']\n");
    for index in 0..80 {
        folder = folder.with(&format!("docs/{index:03}.md"), PLAIN);
    }
    for round in 0..3 {
        let path = folder.path().join("docs");
        let others = thread::spawn(move || {
            thread::sleep(Duration::from_millis(round * 7));
            for index in (40..80).rev() {
                // Gone already in the rounds after the first.
                let _ = fs::remove_file(path.join(format!("{index:03}.md")));
            }
            for index in 40..80 {
                fs::write(path.join(format!("{index:03}.md")), PLAIN).expect("a file");
            }
        });
        let run = folder.run(&["docs", "--fail-on", "never", "--format", "json"]);
        others.join().expect("the other thread");
        let missing = run.stderr.lines().filter(|line| line.contains("no such file")).count();
        assert_eq!(run.code, Some(if missing > 0 { 2 } else { 0 }), "{}", run.stderr);
        assert!(run.json()["summary"]["files"].as_u64().is_some_and(|files| files >= 40));
    }
}

#[test]
fn a_file_that_grows_is_read_as_far_as_it_goes() {
    let folder = Folder::new().with("grows.md", PLAIN);
    let script = "(for i in $(seq 2000); do echo '- a' >>grows.md; done) & \
        for i in 1 2 3 4 5; do $P grows.md --fail-on never --format json >out.$i || exit 9; done; wait";
    shell(&folder, script).exits(0);
    // A file without an end is not read for ever.
    let run = shell(&folder, "ulimit -t 60; $P /dev/zero --fail-on never").exits(2);
    run.says("/dev/zero: larger than 100 MiB");
}

#[test]
fn pipes_devices_and_links_that_lead_nowhere_are_no_documents_of_a_folder() {
    let folder = Folder::new().with("pmlint.toml", "include = ['**']\n").with("docs/a.md", PLAIN);
    shell(&folder, "mkfifo docs/pipe.md").exits(0);
    symlink("loop.md", folder.path().join("docs/loop.md")).expect("a link");
    symlink("..", folder.path().join("docs/up")).expect("a link");
    symlink("/dev/zero", folder.path().join("docs/zero.md")).expect("a link");
    let run = shell(&folder, "ulimit -t 60; timeout 60 $P docs --fail-on never").exits(0);
    run.says("1 file checked");
    // One that is named is read.
    let run =
        shell(&folder, "cat docs/a.md >docs/pipe.md & timeout 60 $P docs/pipe.md --fail-on never");
    run.exits(0).says("1 file checked");
    let run = shell(&folder, "timeout 60 $P docs/loop.md docs/a.md --fail-on never").exits(2);
    run.says("docs/loop.md: cannot be read").says("1 file checked");
}

#[test]
fn a_closed_standard_output_is_a_quiet_success_only_where_the_reader_left() {
    let folder = Folder::new().with("a.md", WRONG);
    let many = "$(yes a.md | head -n 300)";
    let run = shell(&folder, &format!("{{ $P {many}; echo $? >code; }} | head -n 1"));
    run.exits(0);
    assert_eq!(folder.read("code").trim(), "0", "a reader that leaves is no error");
    // Nothing at all to write to.
    let run = shell(&folder, "$P a.md >&-");
    assert!(run.code.is_some_and(|code| code <= 2) && !run.stderr.contains("panicked"), "{run:#?}");
    let run = shell(&folder, "$P a.md 2>&- >/dev/null");
    assert!(run.code.is_some_and(|code| code <= 2), "{run:#?}");
}

#[test]
fn names_that_are_too_long_or_no_text_are_told() {
    let folder = Folder::new().with("a.md", PLAIN);
    let long = "x".repeat(10_000);
    let deep = format!("{}a.md", "d/".repeat(5_000));
    for name in [format!("{long}.md"), deep] {
        let run = folder.run(&[&name, "a.md", "--fail-on", "never"]).exits(2);
        run.says("1 file checked").says("cannot be read");
        folder.run(&["a.md", "--output", &name]).exits(2).says("cannot be written");
        folder.run(&["a.md", "--config", &name]).exits(2);
    }
    let name = OsString::from_vec(b"\xff\xfe.md".to_vec());
    if fs::write(folder.path().join(&name), PLAIN).is_err() {
        eprintln!("skipped: this file system takes no names that are not UTF-8");
        return;
    }
    for format in pmlint::output::Format::ALL {
        let mut command = folder.command(&["--fail-on", "never", "--format", format.name()]);
        let run = Run::from(command.arg(&name).output().expect("pmlint runs"));
        run.exits(0).says("1 file checked");
    }
    let mut command = folder.command(&["a.md", "--fail-on", "never", "--output"]);
    let out = OsStr::from_bytes(b"out\xff.txt");
    Run::from(command.arg(out).output().expect("pmlint runs")).exits(0);
    assert!(folder.path().join(out).exists());
}

#[test]
fn few_files_at_once_and_one_core_are_enough() {
    let mut folder = Folder::new().with("pmlint.toml", "include = ['**/*.md']\n");
    for index in 0..200 {
        folder = folder.with(&format!("d{index}/e/a.md"), WRONG);
    }
    let usual = shell(&folder, "$P . --format json");
    let few = shell(&folder, "ulimit -n 32; $P . --format json --jobs 8");
    assert_eq!((few.code, &few.stdout), (usual.code, &usual.stdout), "{}", few.stderr);
    let has_taskset = shell(&folder, "taskset -c 0 true").code == Some(0);
    if has_taskset {
        let one = shell(&folder, "taskset -c 0 $P . --format json");
        assert_eq!((one.code, &one.stdout), (usual.code, &usual.stdout), "{}", one.stderr);
    } else {
        eprintln!("skipped: there is no taskset here");
    }
    // No further thread can be had.
    if let Some(prefix) = bound() {
        open_to_all(&folder);
        let script = format!("{prefix}sh -c 'ulimit -u 1 2>/dev/null; ./pmlint . --format json'");
        let alone = shell(&folder, &script);
        assert_eq!((alone.code, &alone.stdout), (usual.code, &usual.stdout), "{}", alone.stderr);
    }
}

#[test]
fn a_run_that_is_killed_leaves_the_old_file_or_the_new_one() {
    let folder = Folder::new().with("a.md", WRONG).with("out.json", "old");
    let arguments = ["a.md", "--template", "infra-zh", "--format", "json", "--output", "out.json"];
    let expected = {
        folder.run(&arguments);
        folder.read("out.json")
    };
    let suppress = ["a.md", "--template", "infra-zh", "--suppress", "--reason", "agreed"];
    let fix = ["b.md", "--template", "infra-zh", "--fix"];
    let documents = [("a.md", WRONG, &suppress[..]), ("b.md", FIXABLE, &fix[..])];
    let changed = documents.map(|(name, old, arguments)| {
        fs::write(folder.path().join(name), old).expect("a file");
        folder.run(arguments);
        let new = folder.read(name);
        assert_ne!(new, old);
        new
    });
    let (mut old, mut new) = (0, 0);
    for delay in (0..12_000).step_by(300) {
        fs::write(folder.path().join("out.json"), "old").expect("a file");
        for (name, text, _) in documents {
            fs::write(folder.path().join(name), text).expect("a file");
        }
        for arguments in [&arguments[..], &suppress[..], &fix[..]] {
            let mut child = folder
                .command(arguments)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("pmlint runs");
            thread::sleep(Duration::from_micros(delay));
            // It may be done already.
            let _ = child.kill();
            child.wait().expect("its end");
        }
        let out = folder.read("out.json");
        assert!(out == "old" || out == expected, "half written after {delay} µs: {out}");
        for ((name, before, _), after) in documents.iter().zip(&changed) {
            let text = folder.read(name);
            assert!(text == *before || text == *after, "half written: {text}");
            if text == *before { old += 1 } else { new += 1 }
        }
    }
    // What a killed run left beside a document keeps no later one from its work.
    folder.run(&fix);
    assert_eq!(folder.read("b.md"), changed[1]);
    eprintln!("killed before the end: {old}, after it: {new}");
}
