package dev.rethread.report;

/**
 * Mail and IP addresses in what is printed: {@code j…@e….org}, {@code 198.51.…}, {@code 2001:db8:…}. They stand in names
 * of keys and people, in members and in reasons, so all output goes through here, whatever report it belongs to.
 *
 * <p>Loopback addresses, and those in a URL or before a port, are servers' and stay. Takes time linear in the text's
 * length.
 */
public enum Personal {
    /** Everything as it is. */
    SHOWN {
        @Override
        public String in(String text) {
            return text;
        }
    },
    MASKED {
        @Override
        public String in(String text) {
            boolean mail = text.indexOf('@') > 0;
            String mailless = mail ? MailMask.in(text) : text;
            boolean address = mailless.indexOf('.') > 0 || mailless.indexOf(':') >= 0;
            return address ? AddressMask.in(mailless) : mailless;
        }
    };

    /** {@code text} as it may be printed. */
    public abstract String in(String text);
}
