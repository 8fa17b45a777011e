"""PURE. Mail domains that say nothing about where a person works."""

FREE_MAIL = frozenset(
    """
    126.com 163.com aol.com btinternet.com comcast.net duck.com fastmail.com fastmail.fm
    free.fr gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hey.com hotmail.co.uk
    hotmail.com hotmail.de hotmail.fr hotmail.it hushmail.com icloud.com laposte.net libero.it
    live.co.uk live.com live.fr mac.com mail.com mail.ru mailbox.org me.com msn.com naver.com
    orange.fr outlook.com outlook.de outlook.fr pm.me posteo.de proton.me protonmail.com qq.com
    rediffmail.com rocketmail.com sbcglobal.net sina.com sky.com t-online.de tutanota.com uol.com.br
    verizon.net virgilio.it wanadoo.fr web.de wp.pl yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk
    yahoo.com yahoo.com.br yahoo.de yahoo.es yahoo.fr yahoo.it yandex.com yandex.ru ymail.com
    ziggo.nl zoho.com zohomail.com
    """.split()
)


def business_domain(email: str) -> str:
    """Return the domain of an address at work, in lower case; empty for free mail and for no address."""
    _, _, domain = email.strip().lower().rpartition("@")
    return "" if domain in FREE_MAIL or "." not in domain else domain


def website_host(website: str) -> str:
    """Return the host of a website as people type it, without scheme, `www.`, port and path."""
    rest = website.strip().lower().partition("://")[2] or website.strip().lower()
    host = rest.replace("?", "/").replace("#", "/").partition("/")[0].rpartition("@")[2]
    return host.partition(":")[0].rstrip(".").removeprefix("www.")
