package dev.holddown.playbooks.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Pages in other languages than English, without boxes. */
class TonguesTest {
  @Test
  void a_russian_playbook_is_read() {
    Paper paper =
        Read.paper(
            """
            # Плейбук релиза

            ## Обзор
            - Сервис платежей

            ## Предусловия
            - Тесты пройдены, алерты настроены
            - Ответственный доступен

            ## Порядок действий
            1. Остановить очередь
            2. Развернуть версию: `kubectl apply -f app.yaml`
            3. Проверьте журнал ошибок

            ## Триггеры отката
            - Доля ошибок > 1% за 5 мин
            - Задержка p95 > 300 мс
            """);
    assertThat(paper.items())
        .extracting(item -> item.words().title() + " " + paper.polarity(item))
        .containsExactly(
            "Тесты пройдены, алерты настроены PRECONDITION",
            "Ответственный доступен PRECONDITION",
            "Остановить очередь TASK",
            "Развернуть версию: kubectl apply -f app.yaml TASK",
            "Проверьте журнал ошибок TASK",
            "Доля ошибок > 1% за 5 мин TRIGGER",
            "Задержка p95 > 300 мс TRIGGER");
    assertThat(paper.items().subList(5, 7))
        .flatExtracting(item -> item.details().limits())
        .extracting(LimitText::words)
        .containsExactly("Доля ошибок > 1 %, for 5m", "Задержка p95 > 300 ms");
  }

  @Test
  void german_spanish_and_chinese_pages_are_read() {
    assertThat(
            Read.titles(
                """
                # Checkliste Inbetriebnahme

                ## Vorgehen
                1. Datenbank sichern
                2. Dienst neustarten und Protokoll prüfen
                """))
        .hasSize(2);
    assertThat(
            Read.titles(
                """
                # Lista de verificación

                ## Pasos
                - Verificar los registros
                - Notificar al equipo
                """))
        .hasSize(2);
    assertThat(
            Read.titles(
                """
                # 发布清单

                ## 技术指标
                - 响应时间 < 500毫秒
                - 可用性 > 99.9%

                ## 步骤
                1. 通知所有人员
                2. 部署新版本
                """))
        .hasSize(4);
  }

  @Test
  void a_text_in_another_language_has_no_items() {
    assertThat(
            Read.titles(
                """
                # Наша команда

                - Команда из пяти человек
                - Офис в центре города
                """))
        .isEmpty();
  }
}
