package dev.rethread.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail and IP addresses in what is printed. */
class PersonalTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jane.doe@example.org | j…@e….org",
                "a@b.example, and c+d@e-f.co.uk. | a…@b….example, and c…@e….uk.",
                "user:5:emails jane@example.org:1398200000000:5 | user:5:emails j…@e….org:1398200000000:5",
                "invitation:uid:1:invited:invitee1@example.net | invitation:uid:1:invited:i…@e….net",
                "jürgen@müller.de | j…@m….de",
                "ip:203.0.113.9:uid | ip:203.0.….…:uid",
                "limit:203.0.113.9:20140423 from 10.1.2.3. | limit:203.0.…:20140423 from 10.1.….",
                "ip:2001:db8::8a2e:370:7334:uid | ip:2001:db8:…:uid",
                "fe80::1ff:fe23:4567:890a | fe80::…",
                "2001:0db8:85a3:0000:0000:8a2e:0370:7334 | 2001:0db8:…",
                "uid:5:2001:db8::1 | uid:5:2001:…",
            })
    void addressesAreMasked(String text, String masked) {
        assertThat(Personal.MASKED.in(text)).isEqualTo(masked.replace(".….…", ".…"));
        assertThat(Personal.SHOWN.in(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@ann waits for @goma:bob",
                "thread goma/gallery#a-b and @",
                "redis://10.0.0.5:6379",
                "10.0.0.5:6379 is not a master",
                "127.0.0.1",
                "Redis 7.0.15, 1.2.3",
                "7.0.15.4x",
                "2014-04-23 19:24:17.250",
                "cid:5:tids:posts",
                "uid:5:followed:12:3:4:5:6:7",
                "a::b",
                "post:::12",
                "group:cid:3:privileges:groups:abc:de",
                "jane@localhost",
                "@0x12 (+5)",
                "sha256:9fceb02d0ae598e95dc970b74767f19372d61af8",
                "99.999.1.1.",
                "::",
                "…"
            })
    void whatIsNoneStays(String text) {
        assertThat(Personal.MASKED.in(text)).isEqualTo(text);
    }

    @Test
    void hugeTextsTakeLittleTime() {
        for (String unit : new String[] {"a@", "a@a.", "1.", "1:", "::", "aaaa:", "1.1.1.1.", "1.1.1.1:"}) {
            String text = unit.repeat((1 << 20) / unit.length());
            long start = System.nanoTime();
            Personal.MASKED.in(text);
            assertThat(System.nanoTime() - start).as(unit).isLessThan(2_000_000_000L);
        }
    }

    private record Accounts(Map<String, Long> names, String first) implements Report {
        @Override
        public void text(TextOut out) {
            out.heading(first);
            out.table(new Table("name", ">n").row(first, 1));
        }
    }

    private static final Accounts ACCOUNTS =
            new Accounts(Map.of("jane@example.org", 1L, "jack@ecample.org", 2L), "ann@b.org");

    @Test
    void everyWayOfPrintingMasks() {
        StringWriter out = new StringWriter();
        PrintWriter printer = new PrintWriter(out, true);
        JsonOut.print("accounts", ACCOUNTS, printer, Personal.MASKED);
        ACCOUNTS.text(new TextOut(printer, false, Personal.MASKED));
        try (JsonStream stream = new JsonStream("accounts", printer, Personal.MASKED)) {
            stream.array("all");
            stream.item(ACCOUNTS);
            stream.endArray();
            stream.field("one", ACCOUNTS);
        }
        printer.flush();
        assertThat(out.toString())
                .doesNotContain("ann@", "jane@", "jack@")
                .contains("j…@e….org\"", "j…@e….org (2)\"", "a…@b….org  1\n");
    }
}
