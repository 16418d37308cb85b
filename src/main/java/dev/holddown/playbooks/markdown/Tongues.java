package dev.holddown.playbooks.markdown;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The few words that carry a checklist in other languages than English: what a heading says, that a
 * page is one of procedures, and that a line says what to do or what must hold. What has a box
 * needs none of them.
 */
final class Tongues {
  private static final Pattern PROCEDURE =
      Pattern.compile(
          "чек-?лист|контрольный список|ранбук|плейбук|регламент|инструкци|инцидент|релиз|откат|"
              + "развертывани|развёртывани|деплой|миграци|checkliste|bereitstellung|störung|"
              + "inbetriebnahme|rückrollen|lista de (?:verificaci|verifica|comprobaci|control)|"
              + "liste de (?:contrôle|vérification)|despliegue|implantação|incidente|mise en"
              + " production|déploiement|puesta en producci|清单|检查表|发布|部署|回滚|上线|应急|"
              + "チェックリスト|手順|リリース|デプロイ|ロールバック|障害対応|체크리스트|배포|롤백|런북|장애");

  /** In the order in which they are asked. */
  private static final List<Map.Entry<Pattern, Polarity>> HEADINGS =
      List.of(
          said(
              Polarity.TRIGGER,
              "триггер|(?:критери|услови)\\S* отката|когда"
                  + " откатыв|(?:rollback|abbruch)-?(?:kriteri|bedingung|auslöser)|crit\\S+"
                  + " (?:de|du) (?:rollback|reversi|retour)|回滚(?:条件|触发|标准)|ロールバック(?:条件|基準|判断)|롤백"
                  + " ?(?:트리거|기준|조건)"),
          said(
              Polarity.CONTACT,
              "контакт|эскалац|ansprechpartner|kontakte|contactos|contatos|联系|連絡先|연락처"),
          said(
              Polarity.SIGNOFF,
              "согласован|подписи|утвержден|freigaben?$|unterschrift|approbation|aprobaci|aprovaç|"
                  + "审批|签字|承認|승인"),
          said(
              Polarity.PRECONDITION,
              "предуслови|требовани|предварительн|перед"
                  + " (?:релиз|депло|выпуск|запуск|развер|миграц)|до"
                  + " (?:релиза|деплоя|запуска)|готовност|voraussetzung|vor dem|vor"
                  + " der|prérequis|avant (?:le|la|de)|requisitos|antes"
                  + " d[eo]|发布前|部署前|上线前|前提|前置|リリース前|事前|배포 전|사전"),
          said(
              Polarity.CRITERION,
              "критери|проверк|после (?:релиз|депло|выпуск|запуск|развер|миграц)|erfolgskriteri|"
                  + "abnahme|nach dem|nach der|vérification|critères|verificación|verificação|"
                  + "criterios|critérios|成功标准|成功指标|目标|验证|验收|確認|検証|검증|배포 후|스모크"),
          said(
              Polarity.NOTE,
              "^(?:обзор|введение|описание|ссылки|цель|überblick|einleitung|hintergrund|aperçu|"
                  + "contexte|resumen|introducci\\S+|visão geral|概述|背景|参考|概要|はじめに|개요|참고).*"),
          said(
              Polarity.TASK,
              "шаг|порядок|действи|процедур|план|инструкц|откат|ablauf|schritte|vorgehen|étapes|"
                  + "procédure|pasos|passos|procedimiento|procedimento|步骤|流程|响应|手順|절차|단계|롤백"));

  private static final Set<String> FIRST =
      words(
          "vérifier confirmer lancer déployer exécuter créer mettre arrêter redémarrer informer"
              + " notifier activer désactiver surveiller vérifiez assurez verificar ejecutar"
              + " executar desplegar implantar crear criar actualizar atualizar notificar"
              + " reiniciar detener parar activar ativar desactivar desativar monitorear"
              + " monitorar monitorizar comprobar revisar validar probar testar restaurar"
              + " configurar asegurar garantir conferir avisar publicar revertir reverter");

  /** German says last what to do. */
  private static final Set<String> LAST =
      words(
          "prüfen überprüfen sicherstellen ausführen starten stoppen anlegen setzen anwenden"
              + " einrichten deaktivieren aktivieren aktualisieren veröffentlichen informieren"
              + " testen erstellen bestätigen zurücksetzen zurückrollen neustarten durchführen"
              + " kontrollieren einspielen hochfahren herunterfahren beobachten benachrichtigen"
              + " verifizieren löschen sichern wiederherstellen abschalten einschalten deployen");

  /** How Russian words end that say what to do. */
  private static final List<String> ENDS =
      List.of("ть", "ться", "ти", "чь", "йте", "ите", "ьте", "йтесь", "итесь");

  private static final Pattern CHINESE =
      Pattern.compile(
          "(?:立即|如果需要，)?(?:检查|确认|执行|验证|部署|回滚|通知|更新|创建|停止|启动|重启|备份|监控|测试|"
              + "配置|运行|确保|分析|修复|实施|记录|计划|关闭|打开|切换|恢复|准备|收集)");

  /** Japanese and Korean say last what to do. */
  private static final Pattern LAST_OF_ALL =
      Pattern.compile(
          "(?:する|確認|実行|してください|こと|확인|실행|설정|중지|재시작|배포|복구|점검|통보|공유|적용|교체|"
              + "하기|한다)(?: ?\\([^)]{1,80}\\))?[.。]?$");

  private static final Pattern HOLDS =
      Pattern.compile(
          "(?<!\\p{L})(?:должн|работа(?:ет|ют)|доступ|успешн|настроен|готов|включен|отсутств|"
              + "проверен|выполнен|обновл|erfolgreich|vorhanden|gesetzt|funktioniert|aktiviert)|"
              + "完成|通过|正常|就绪|齐全|正确|成功|済み|정상|완료|가능|통과");

  private Tongues() {}

  private static Map.Entry<Pattern, Polarity> said(Polarity polarity, String words) {
    return Map.entry(Pattern.compile(words), polarity);
  }

  private static Set<String> words(String words) {
    return Set.copyOf(Arrays.asList(words.split(" ")));
  }

  /** What a heading in small letters says. */
  static Optional<Polarity> polarity(String bare) {
    return HEADINGS.stream()
        .filter(one -> one.getKey().matcher(bare).find())
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** Whether a heading names a procedure. */
  static boolean procedure(String heading) {
    return PROCEDURE.matcher(heading.toLowerCase(Locale.ROOT)).find();
  }

  /** Whether a text says what to do. */
  static boolean does(String plain) {
    String text = plain.length() > 300 ? plain.substring(0, 300) : plain;
    if (text.isEmpty()) {
      return false;
    }
    int end = 0;
    while (end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }
    if (FIRST.contains(text.substring(0, end).toLowerCase(Locale.ROOT))) {
      return true;
    }
    int last = text.length();
    while (last > 0 && ".!;)".indexOf(text.charAt(last - 1)) >= 0) {
      last--;
    }
    int from = last;
    while (from > 0 && Character.isLetter(text.charAt(from - 1))) {
      from--;
    }
    char first = text.charAt(0);
    if (LAST.contains(text.substring(from, last).toLowerCase(Locale.ROOT))) {
      return true;
    }
    if (first >= 0x400 && first < 0x530) {
      String word = text.substring(0, end);
      return end > 2 && ENDS.stream().anyMatch(word::endsWith);
    }
    return eastern(text) && (CHINESE.matcher(text).lookingAt() || LAST_OF_ALL.matcher(text).find());
  }

  private static boolean eastern(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x2FFF) {
        return true;
      }
    }
    return false;
  }

  /** Whether a text says what must hold. */
  static boolean holds(String plain) {
    return foreign(plain) && HOLDS.matcher(plain).find();
  }

  /** Whether a text has letters that English has not. */
  private static boolean foreign(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xBF && Character.isLetter(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }
}
