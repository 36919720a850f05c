"""User agents of machines, and of browsers and apps of people.

Most are from logs. Gateways document none: those of Proofpoint and Mimecast, and of the named
gateways in the sequences, are invented.
"""

APPLE = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
WINDOWS = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/130.0.0.0 Safari/537.36"
LINUX = f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/130.0.0.0 Safari/537.36"
ANDROID = f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} Chrome/130.0.0.0 Mobile Safari/537.36"
WEBVIEW = (
    "Mozilla/5.0 (Linux; Android 14; SM-A546B Build/UP1A.231005.007; wv) "
    f"{WEBKIT} Version/4.0 Chrome/130.0.6723.58 Mobile Safari/537.36"
)
IOS = f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) {APPLE}"
IPHONE = f"{IOS} Version/18.1 Mobile/15E148 Safari/604.1"
IPAD = f"Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) {APPLE} Version/18.1 Mobile Safari/604.1"
MAC = f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {APPLE} Version/18.1 Safari/605.1.15"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"
LYNX = "Lynx/2.9.2 libwww-FM/2.14 SSL-MM/1.4.1 GNUTLS/3.8.3"
W3M = "w3m/0.5.3+git20230121"
OPERA_MINI = "Opera/9.80 (Android; Opera Mini/36.2.2254/119.132; U; fa) Presto/2.12.423"
IMESSAGE = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) "
    "Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0"
)

#: Browsers with which people read offers, and the class of device that each is.
BROWSERS = {
    "Chrome on Windows": (WINDOWS, "desktop"),
    "Chrome on Linux": (LINUX, "desktop"),
    "Chrome on Android": (ANDROID, "phone"),
    "Chrome on a tablet": (ANDROID.replace(" Mobile", ""), "tablet"),
    "Chrome on a Cubot": (ANDROID.replace("K)", "CUBOT X20 PRO)"), "phone"),
    "Safari on iPhone": (IPHONE, "phone"),
    "Safari on iPad": (IPAD, "tablet"),
    "Safari on Mac": (MAC, "desktop"),
    "Firefox": (FIREFOX, "desktop"),
    "Firefox on a tablet": (
        "Mozilla/5.0 (Android 14; Tablet; rv:132.0) Gecko/132.0 Firefox/132.0",
        "tablet",
    ),
    "Edge": (WINDOWS + " Edg/130.0.0.0", "desktop"),
    "Yandex Browser": (WINDOWS.replace("Safari", "YaBrowser/24.10 Safari"), "desktop"),
    "Samsung Internet": (ANDROID.replace("Chrome", "SamsungBrowser/26.0 Chrome"), "phone"),
    "Avast Secure Browser": (WINDOWS + " Avast/130.0.0.0", "desktop"),
    "Avira Secure Browser": (WINDOWS + " Avira/130.0.0.0", "desktop"),
    "Norton Browser": (WINDOWS + " Norton/130.0.0.0", "desktop"),
    "Sogou": (WINDOWS + " SE 2.X MetaSr 1.0 SogouMSE", "desktop"),
    "Baidu's app": (WEBVIEW + " baiduboxapp/13.70", "phone"),
    "HarmonyOS": (f"Mozilla/5.0 (Phone; OpenHarmony 5.0) {WEBKIT} ArkWeb/4.1", "phone"),
    "Silk on a Kindle Fire": (LINUX.replace("X11; Linux", "Linux; KFTRWI") + " Silk/130", "tablet"),
    "Opera Mini": (OPERA_MINI, "phone"),
    "UC Browser": (ANDROID.replace("Mobile", "UCBrowser/13.4.0 Mobile"), "phone"),
    "Internet Explorer on a PC with a pen": (
        "Mozilla/5.0 (Windows NT 6.1; Trident/7.0; Tablet PC 2.0; rv:11.0) like Gecko",
        "desktop",
    ),
    "Internet Explorer 9": (
        "Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; Trident/5.0)",
        "desktop",
    ),
    "Konqueror": ("Mozilla/5.0 (compatible; Konqueror/4.14; Linux) KHTML/4.14.38", "desktop"),
    "Windows Phone": ("Mozilla/5.0 (Windows Phone 10.0; Android 6.0.1) Edge/15.1", "phone"),
    "Xbox": (WINDOWS.replace("x64)", "x64; Xbox; Xbox One)"), "unknown"),
    "Lynx": (LYNX, "unknown"),
    "w3m": (W3M, "unknown"),
    "Links": ("Links (2.28; Linux 6.1 x86_64; GNU C 12.2; text)", "desktop"),
    "Gmail's app": (f"{IOS} Mobile/15E148", "phone"),
    "Google's app": (f"{IOS} GSA/340.3 Mobile/15E148 Safari/604.1", "phone"),
    "Outlook's app on iOS": (f"{IOS} Mobile/15E148 Outlook-iOS/732.4", "phone"),
    "Outlook's app on Android": (WEBVIEW + " Outlook-Android/4.2441", "phone"),
    "Instagram's app": (
        f"{IOS} Mobile/22B83 Instagram 356.0 (iPhone14,5; iOS 18_1; pl_PL; scale=3.00; 1170x2532)",
        "phone",
    ),
    "Facebook's app": (
        f"{IOS} Mobile/22B83 [FBAN/FBIOS;FBAV/487.0.0;FBDV/iPhone14,5;FBSN/iOS;FBLC/pl_PL]",
        "phone",
    ),
    "Facebook's app on Android": (WEBVIEW + " MetaIAB Facebook", "phone"),
    "LinkedIn's app": (f"{IOS} Mobile/15E148 [LinkedInApp]/9.30", "phone"),
    "Pinterest's app": (f"{IOS} Mobile/15E148 [Pinterest/iOS]", "phone"),
    "Snapchat's app": (f"{IOS} Mobile/15E148 Snapchat/13.12 (like Safari/8619.2.8)", "phone"),
    "Telegram's app": (WEBVIEW + " Telegram-Android/11.2.3", "phone"),
    "LINE's app": (f"{IOS} Safari Line/14.16.0", "phone"),
    "Slack on the desktop": (LINUX.replace("Safari", "Slack_SSB/4.41 Safari"), "desktop"),
    "Teams on the desktop": (WINDOWS.replace("Safari", "Teams/24.2 Safari"), "desktop"),
    "Parsian, a Persian browser": (WEBVIEW + " Parsian/3.1", "phone"),
    # The list of `crawler-user-agents` takes these for robots.
    "Sogou's app": (WEBVIEW + " SogouMSE,SogouMobileBrowser/3.8.5", "phone"),
    "Chrome on an Oppo": (ANDROID.replace("10; K", "15; CPH2655 Build/AP3A.240617.008"), "phone"),
    "Chrome on a ViewSonic": (ANDROID.replace("K)", "ViewSonic V500)"), "phone"),
    "Chrome on an HTC Butterfly": (ANDROID.replace("K)", "HTC Butterfly Build/JDQ39)"), "phone"),
    "Chrome on a phone named Expanse": (ANDROID.replace("K)", "Expanse)"), "phone"),
    "Chrome on a tablet named Fever": (
        ANDROID.replace("K)", "Fever_Plus_J)").replace(" Mobile", ""),
        "tablet",
    ),
    "Baidu's app with a number": (WEBVIEW + " baiduboxapp/0_0.4/7300001a/EEB27A95B2008/1", "phone"),
    "Blackboard's app": (f"{IOS} Mobile/15E148 Safari/605.1 Blackboard/6.9", "phone"),
    "Viber's app": (WEBVIEW + " Viber/11.9.5.8", "phone"),
    "WhatsApp on the desktop": (
        WINDOWS.replace("Chrome", "WhatsAppElectron/1.0.3 Chrome"),
        "desktop",
    ),
    "Notion on the desktop": (WINDOWS.replace("Chrome", "Notion/2.0.8 Chrome"), "desktop"),
    "Freespoke": (
        "Mozilla/5.0 (Android 13; Mobile; rv:109.0) Gecko/112.0 Firefox/112.0 Freespoke/2.0.0",
        "phone",
    ),
    "Coc Coc": (WINDOWS.replace("Safari", "coccoc Safari"), "desktop"),
    "Fluid on a Mac": (
        "Mozilla/5.0 (Macintosh; U; Intel Mac OS X 10_5_6; en-us) AppleWebKit/528.16 "
        "(KHTML, like Gecko) Fluid/0.9.6 Safari/528.16",
        "desktop",
    ),
    "Visual Studio Code": (WINDOWS.replace("Chrome", "Code/1.115.0 Chrome"), "desktop"),
    "Trae, an editor": (WINDOWS.replace("Chrome", "Trae/1.107.1 Chrome"), "desktop"),
}

#: Machines that name themselves: agent and reason.
MACHINES = {
    "Outlook on the desktop": (
        "Mozilla/4.0 (compatible; ms-office; MSOffice 16)",
        "known_scanner",
    ),
    "Word": ("Microsoft Office Word 2014", "known_scanner"),
    "Barracuda": ("Barracuda Sentinel (EE)", "known_scanner"),
    "Google Safe Browsing": (
        f"{ANDROID} (compatible; Google-Safety; +http://www.google.com/bot.html)",
        "known_scanner",
    ),
    "Mimecast": ("Mimecast-Link-Protect", "known_scanner"),
    "Proofpoint": ("Mozilla/5.0 (compatible; Proofpoint URL Defense)", "known_scanner"),
    "VirusTotal": (
        "AppEngine-Google; (+http://code.google.com/appengine; appid: s~virustotalcloud)",
        "known_scanner",
    ),
    "Palo Alto Networks": ("Expanse, a Palo Alto Networks company, searches", "known_scanner"),
    "Apple's mail proxy": ("Mozilla/5.0", "mail_proxy"),
    "Gmail's picture proxy": (
        "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
        "mail_proxy",
    ),
    "Yahoo's picture proxy": (
        "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html",
        "mail_proxy",
    ),
    "iMessage": (IMESSAGE, "link_preview"),
    "Slack": ("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "link_preview"),
    "Teams": (
        "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 "
        "skype-url-preview@microsoft.com",
        "link_preview",
    ),
    "WhatsApp": ("WhatsApp/2.23.20.0 A", "link_preview"),
    "Signal": ("WhatsApp/2", "link_preview"),
    "Telegram": ("TelegramBot (like TwitterBot)", "link_preview"),
    "Facebook": (
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "link_preview",
    ),
    "Meta": (
        "meta-externalfetcher/1.1 (+https://developers.facebook.com/docs/sharing/webmasters)",
        "link_preview",
    ),
    "Discord": (
        "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
        "link_preview",
    ),
    "LinkedIn": (
        "LinkedInBot/1.0 (compatible; Mozilla/5.0; Jakarta Commons-HttpClient/3.1 "
        "+http://www.linkedin.com)",
        "link_preview",
    ),
    "Twitter": ("Twitterbot/1.0", "link_preview"),
    "Viber": ("Viber", "link_preview"),
    "LINE": ("facebookexternalhit/1.1;line-poker/1.0", "link_preview"),
    "Eitaa": ("Eitaa/7.2.1", "link_preview"),
    "Bale": ("BaleLinkPreview/1.0", "link_preview"),
    "Mastodon": (
        "http.rb/5.1.1 (Mastodon/4.2.0; +https://social.example/)",
        "link_preview",
    ),
    "Mattermost": ("Mattermost-Bot/1.1", "link_preview"),
    "Matrix": ("Synapse (bot; +https://github.com/matrix-org/synapse)", "link_preview"),
    "Bing's preview": (
        "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/534+ (KHTML, like Gecko) BingPreview/1.0b",
        "link_preview",
    ),
    "UptimeRobot": (
        "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
        "monitor",
    ),
    "Pingdom": (f"{LINUX} PingdomPageSpeed/1.0 (pingbot/2.0; +http://www.pingdom.com/)", "monitor"),
    "Lighthouse": (f"{ANDROID} Chrome-Lighthouse", "monitor"),
    "Headless Chrome": (LINUX.replace("Chrome", "HeadlessChrome"), "automated"),
    "PhantomJS": (
        "Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/538.1 (KHTML, like Gecko) "
        "PhantomJS/2.1.1 Safari/538.1",
        "automated",
    ),
    "curl": ("curl/8.9.1", "http_client"),
    "wget": ("Wget/1.24.5", "http_client"),
    "requests": ("python-requests/2.32.3", "http_client"),
    "aiohttp": ("Python/3.12 aiohttp/3.10.5", "http_client"),
    "Go": ("Go-http-client/2.0", "http_client"),
    "Java": ("Java/17.0.2", "http_client"),
    "okhttp": ("okhttp/4.12.0", "http_client"),
    "axios": ("axios/1.7.7", "http_client"),
    "Dalvik": ("Dalvik/2.1.0 (Linux; U; Android 14; SM-A546B Build/UP1A)", "http_client"),
    "CFNetwork": ("Aloha/1 CFNetwork/1404.0.5 Darwin/22.3.0", "http_client"),
    "PowerShell": (
        "Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.22621.2506",
        "http_client",
    ),
    "Googlebot": (
        f"{ANDROID} (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "crawler",
    ),
    "bingbot": (
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; "
        "+http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36",
        "crawler",
    ),
    "YandexBot": ("Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)", "crawler"),
    "Applebot": (f"{MAC} (Applebot/0.1; +http://www.apple.com/go/applebot)", "crawler"),
    "Yooz": ("Mozilla/5.0 (compatible; yoozBot-2.2; http://yooz.ir; info@yooz.ir)", "crawler"),
    "a robot that nobody knows": ("Mozilla/5.0 (compatible; AcmeBot/0.1)", "crawler"),
    "a robot that only says what it is compatible with": (
        f"Mozilla/5.0 {WEBKIT[:-1]}; compatible; Claude-User/1.0) Chrome/130.0.0.0 Safari/537.36",
        "crawler",
    ),
    "a robot of two words": ("Acme Bot 7", "crawler"),
    "a program that nobody knows": ("AcmeSync 7.1", "unknown_agent"),
    "binary garbage": ("\x00\x01\ufffd\x7f\udcff" * 9, "unknown_agent"),
    "nothing": ("", "no_agent"),
    "blanks": (" \t ", "no_agent"),
}

#: Machines that only the list of `crawler-user-agents` knows: agent and reason.
LISTED = {
    "ThousandEyes": (f"{LINUX} (ThousandEyes Agent)", "monitor"),
    "Nikto": ("Mozilla/5.0 (X11; Linux x86_64) Nikto/2.5.0 (Evasions:None)", "known_scanner"),
    "Ghost Inspector": (f"{LINUX} Ghost Inspector (63c85ddbde52d6697f57c623)", "automated"),
    "PrintFriendly": (FIREFOX + " PrintFriendly.com", "crawler"),
}
