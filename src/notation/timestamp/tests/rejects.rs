//! What is no stamp, and what is an impossible one.

use super::atoms;

/// What is no stamp, by kind: a line that begins with `@` names one.
const NO_STAMPS: &str = r#"
@Versions, ports, places in files, hosts.
1.2.3 ¦ v2.10 ¦ 2021.3.1 ¦ 2021.13.01 ¦ 7.0.11-rc.2 ¦ :6379 ¦ localhost:10:10 ¦ host:6379
main.go:247-248 ¦ main.go:10:10 ¦ smart_trader_service.py:3127-3133 ¦ 10.0.12.34 ¦ 127.0.0.1:10:10
prod-001.2021-03-19.log ¦ app-2021-03-19.log ¦ 2021-03-19.log ¦ /var/log/2021-03-19/x
logs/2021/03/19/x ¦ C:\2021-03-19 ¦ backup_2021-03-19 ¦ 2021-03-19_full ¦ db-2021-03-19-full
fe80::10:10 ¦ [::1]:10:10 ¦ 00:1A:2B:3C:4D:5E ¦ 10:10:10:10:10:10
@Scores, ratios, amounts.
15/15 ¦ 2/3 ¦ 3/4 ¦ 10-15 ¦ 03-19 ¦ 10:1 ¦ 16:9 ¦ 1:100 ¦ 100:10 ¦ 1:99 ¦ 99:30 ¦ 88:12 ¦ 1.21B
88x ¦ 10.5% ¦ 10:10% ¦ $12:30 ¦ rt=125.041 ¦ t=10:10 ¦ 11.56 ¦ 0.5:30 ¦ 1,024
@Ids and other long numbers.
PM2022-004 ¦ 2021-0319 ¦ 2021-03 ¦ 20210319 ¦ 1616122415833 ¦ p1695042194935169 ¦ 138-0013-8000
550e8400-e29b-41d4-a716-446655440000 ¦ E0220 ¦ 0 * * * * ¦ cron 0 8 * * 1 ¦ #12:30 ¦ 1234-05-06 ¦ 2021
1625 ¦ 30m ¦ T+5 ¦ T1 ¦ T0x ¦ xT0 ¦ T+5mb ¦ TT+5m ¦ t+5m ¦ (-08:00) ¦ x-11:46
@Letters that touch.
11:46x ¦ x11:46 ¦ at11:46 ¦ 2021-03-19x ¦ 11:46_ ¦ 8PMs ¦ 12:30AMD ¦ 11:466 ¦ 1111:46 ¦ 2021-03-19T
2021-03-19Tue ¦ 22:10:1 ¦ 19:3 ¦ Mar19 ¦ Mar 19.5
@What is not known.
?2:30 ¦ YYYY-MM-DD ¦ YYYY-MM-DD HH:mm ¦ HH:mm ¦ 2022-02-?? ??:?? ¦ 2022-02-?? 10:34
12:??x ¦ 12:?5 ¦ ??:??~12:40 ¦ 2022-02-?? 12:?? ¦ 11:4xy
2021-03-19 11:4 ¦ 2021-03-19 HH:mmx ¦ 2021-03-19HH:mm ¦ 2021/22-??-?? HH:mm ¦ 2022-02-1?
2021-03-?? ¦ 3月??日 ¦ 11点46 ¦ YYYY-MM-DD 10:10 ¦ 21-03-19 11:46
11点??分 ¦ 2021-??-19 10:10
@Points of a list, months that are verbs, days that are none.
以下3点 ¦ 有 3 点 ¦ 25点 ¦ may 3 ¦ mar 19 ¦ Mar 45 ¦ 13月1日 ¦ 3月40日 ¦ 15/15 foo
@Half of a range is no stamp.
11:45-11:48-x ¦ 2021-03-19-20 ¦ 2021-03-19/20 ¦ 3月19日-20日 ¦ 11:45-1
@Addresses.
http://x.y/2021-03-19 ¦ http://x.y/?from=2021-03-19&to=11:46 ¦ https://x.y/ab(10:10)cd
http://grafana.mobiu.space/d/rJdFOXOiz/redis-status?orgId=1&from=1616122415833&var-addr=prod.001.redis.meta.aws:6379
s3+http://h/10:10 ¦ http://x,11:46
"#;

#[test]
fn passes_over_what_is_no_stamp() {
    let lines = NO_STAMPS.lines().filter(|line| !line.is_empty() && !line.starts_with('@'));
    let mut read = Vec::new();
    for text in lines.flat_map(|line| line.split(" ¦ ")) {
        for around in ["{}", "在{}恢复", " {} ", "({})", "（{}）", "是 {} 的"] {
            let around = around.replace("{}", text);
            read.extend(atoms(&around).first().map(|found| format!("{around}: {found:?}")));
        }
    }
    assert_eq!(read, [""; 0]);
}

#[test]
fn reports_the_impossible() {
    for (text, stamp) in [
        ("2021-02-30", "2021-02-30"),
        ("2021-13-01", "2021-13-01"),
        ("2021-02-29 11:46", "2021-02-29 11:46"),
        ("2021/04/31", "2021/04/31"),
        ("2021.02.30", "2021.02.30"),
        ("2021年13月1日", "2021年13月1日"),
        ("2月30日", "2月30日"),
        ("Feb 30, 2021", "Feb 30, 2021"),
        ("04-31 10:10", "04-31 10:10"),
        ("22025-03-18 09:36", "22025-03-18 09:36"),
        ("25:10", "25:10"),
        ("24:30", "24:30"),
        ("24:00:01", "24:00:01"),
        ("11:61", "11:61"),
        ("11:46:61", "11:46:61"),
        ("2021-03-19 25:10", "2021-03-19 25:10"),
        ("2021-03-19 99:30", "2021-03-19 99:30"),
        ("2021-03-19 9:75 UTC", "2021-03-19 9:75 UTC"),
        ("2021-03-19T11:46:75Z", "2021-03-19T11:46:75Z"),
        ("13:30 AM", "13:30 AM"),
        ("上午13:30", "上午13:30"),
        ("3月19日25点", "3月19日25点"),
        ("11点75分", "11点75分"),
        ("３月１９日 ２５：１０", "３月１９日 ２５：１０"),
    ] {
        for around in ["{}", "在{}恢复", "({})"] {
            let around = around.replace("{}", text);
            assert_eq!(atoms(&around), [(stamp, "impossible".to_owned())], "{around}");
        }
    }
}
