//! The words of the built-in templates: what entries of a timeline are marked as.

use crate::milestone::Milestone::{
    self, Closed, Declared, Detected, Identified, Mitigated, Recovered, Responded, Start, Trigger,
};
use crate::template::builtin;

fn marks(template: &str, text: &str) -> Vec<Milestone> {
    let template = builtin(template).expect("it loads");
    let found = template.cues().find(text, |_| false);
    found.into_iter().map(|(milestone, _)| milestone).collect()
}

fn check(template: &str, cases: &[(&str, &[Milestone])]) {
    for (text, expected) in cases {
        assert_eq!(marks(template, text), *expected, "{text}");
    }
}

#[test]
fn english() {
    check(
        "generic-en",
        &[
            ("Deployed release 4.2 to production", &[Trigger, Trigger]),
            ("Certificate of the login service expires", &[Trigger]),
            ("Checkout pods begin failing health checks", &[Start]),
            ("Latency of the search cluster spikes", &[Start]),
            ("Users report that they cannot log in", &[Detected, Start]),
            ("Alert for high error rate fires, nobody notices", &[Detected]),
            ("On-call is paged", &[Detected]),
            ("We became aware of the problem", &[Detected]),
            ("Incident declared in the war room", &[Declared, Declared]),
            ("Ana acknowledges the page and starts investigating", &[Responded, Responded]),
            ("Root cause identified: a full disk", &[Identified]),
            ("Decided to roll back", &[Responded]),
            ("Rollback completed", &[Mitigated]),
            ("Applied a workaround", &[Mitigated]),
            ("Error rate is back to normal", &[Recovered]),
            ("The search is no longer down", &[Recovered]),
            ("All clear, incident closed", &[Closed, Closed]),
        ],
    );
}

#[test]
fn english_false_friends() {
    check(
        "generic-en",
        &[
            ("Stop the migration, but the service doesn't recover", &[]),
            ("The service doesn’t recover", &[]),
            ("Rollback fails because of a wrong setting", &[]),
            ("Services still failing after the restart of the proxy", &[Responded]),
            ("Partial recovery as some pods are ready", &[]),
            ("Services start to recover", &[]),
            ("Alert resolved itself", &[]),
            ("Issue remained unresolved, targets unhealthy", &[]),
            ("Slow response times of the API", &[]),
            ("Nothing was detected", &[]),
            ("Possible root cause: the new driver", &[]),
            ("The problem is down to a bad row", &[]),
            ("A potential fix is discussed", &[]),
            ("Bug report written", &[]),
            ("Not yet restored", &[]),
            ("prefix, suffix, callback, alerting_rules", &[]),
        ],
    );
}

#[test]
fn chinese() {
    check(
        "generic-zh",
        &[
            ("订单服务停止响应", &[Start]),
            ("升级到 3.2 版本", &[Trigger]),
            ("值班同学重启网关", &[Responded]),
            ("网关重启完成", &[Mitigated]),
            ("服务恢复成功，确认正常", &[Recovered, Recovered]),
            ("服务尚未恢复", &[]),
            ("没有告警、报错", &[]),
        ],
    );
}

#[test]
fn japanese() {
    check(
        "generic-ja",
        &[
            ("新バージョンを本番環境に反映", &[Trigger]),
            ("証明書の有効期限が切れ、接続エラーが発生", &[Trigger, Start]),
            ("利用者がログインできない状態になった", &[Start]),
            ("エラー率上昇のアラートを受信", &[Detected]),
            ("監視でレスポンス低下を検知", &[Start, Detected]),
            ("お問い合わせで発覚", &[Detected, Detected]),
            ("インシデントを宣言し、担当者を招集", &[Declared, Declared]),
            ("当番が対応を開始", &[Responded]),
            ("切り戻しを決定", &[Responded]),
            ("原因を特定", &[Identified]),
            ("ディスク逼迫が原因であることを確認", &[Start, Identified]),
            ("緩和策を適用", &[Mitigated]),
            ("ロールバックが完了", &[Mitigated]),
            ("一次復旧", &[Mitigated]),
            ("全サービスの復旧を確認", &[Recovered]),
            ("エラーが解消し、正常に戻った", &[Recovered, Recovered]),
            ("インシデントをクローズ", &[Closed]),
        ],
    );
}

#[test]
fn japanese_negates_behind_the_word() {
    check(
        "generic-ja",
        &[
            ("まだ復旧していない", &[]),
            ("アラートは発報されず、利用者からの報告で発覚", &[Detected, Detected]),
            ("再起動したが、復旧せず", &[Responded]),
            ("監視では検知できなかった", &[]),
            ("緩和策は効果なし", &[]),
            ("原因の特定には至らず", &[]),
            ("問題なく復旧", &[Recovered]),
            ("相変わらず遅延が発生", &[Start]),
        ],
    );
}

#[test]
fn japanese_false_friends() {
    check(
        "generic-ja",
        &[
            ("一部のサービスが復旧", &[]),
            ("部分復旧", &[]),
            ("徐々に回復", &[]),
            ("復旧作業を開始", &[Responded]),
            ("復旧見込みを確認", &[]),
            ("アラートの閾値を見直し", &[]),
            ("報告書を作成", &[]),
            ("名前解決に時間がかかる", &[]),
            ("再発防止策を検討", &[]),
            ("ファイルのダウンロード", &[]),
            ("デプロイに失敗", &[]),
            ("原因調査中", &[]),
        ],
    );
}

#[test]
fn korean() {
    check(
        "generic-ko",
        &[
            ("새 버전을 운영 환경에 반영", &[Trigger]),
            ("인증서가 만료되어 접속 불가", &[Trigger, Start]),
            ("결제 API에서 오류가 발생하기 시작", &[Start]),
            ("오류율 상승 알림을 수신", &[Start, Detected]),
            ("에러율 상승 알림", &[Detected]),
            ("고객 문의로 장애를 인지", &[Detected, Detected]),
            ("장애를 선언하고 대응팀 소집", &[Declared, Declared]),
            ("담당자가 조사를 시작", &[Responded]),
            ("롤백을 결정", &[Responded]),
            ("원인을 파악", &[Identified]),
            ("롤백 완료", &[Mitigated]),
            ("핫픽스 배포", &[Mitigated]),
            ("전체 복구를 확인", &[Recovered]),
            ("서비스 정상화", &[Recovered]),
            ("상황 종료", &[Closed]),
        ],
    );
}

#[test]
fn korean_negates_behind_the_word() {
    check(
        "generic-ko",
        &[
            ("아직 복구되지 않음", &[]),
            ("재시작했으나 복구에 실패", &[Responded]),
            ("모니터링에서 감지하지 못함", &[]),
            ("문제없이 복구", &[Recovered]),
            ("일부 서비스가 복구", &[]),
            ("복구 중", &[]),
            ("알림 임계값을 조정", &[]),
            ("재발 방지 대책 검토", &[]),
            ("배포에 실패", &[]),
            ("원인 조사 중", &[]),
        ],
    );
}
