using System.Security.Cryptography;
using System.Text;

namespace Crowdsource.Api.Models.Cards;

/// <summary>How a card looks on a phone, a desk and paper.</summary>
internal static class CardStyle
{
    public const string Text = """
        :root{--ink:#1c1b1a;--soft:#5a5650;--line:#d6d1c7;--paper:#fdfcfa;--tint:#f1ede5;--good:#1f6f54;--bad:#b3401f;--mark:#2f5d9b}
        @media screen and (prefers-color-scheme:dark){:root{--ink:#eeece8;--soft:#b5b0a8;--line:#45413b;--paper:#191817;--tint:#262421;--good:#5cc39d;--bad:#f08a66;--mark:#86b2ee}}
        *{box-sizing:border-box}
        body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:56rem;padding:1rem;color:var(--ink);background:var(--paper)}
        h1{line-height:1.2;margin:.2rem 0}
        h2{margin:2.2rem 0 .6rem;font-size:1.25rem;border-bottom:1px solid var(--line);padding-bottom:.2rem}
        h3{margin:1.2rem 0 .4rem;font-size:1rem}
        p{max-width:44rem;overflow-wrap:anywhere}
        .soft,figcaption,footer{color:var(--soft)}
        .kicker{margin:0;color:var(--soft)}
        .facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.6rem;margin:1rem 0;padding:0}
        .facts div{background:var(--tint);border-radius:.5rem;padding:.6rem .8rem}
        .facts dt{color:var(--soft);font-size:.85rem}
        .facts dd{margin:0;font-size:1.35rem;font-weight:600;line-height:1.25;overflow-wrap:anywhere}
        .facts small{display:block;font-size:.8rem;font-weight:400;color:var(--soft)}
        .scroll{overflow-x:auto;margin:.6rem 0}
        table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
        th,td{padding:.3rem .6rem;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
        th{font-weight:600;vertical-align:bottom;white-space:normal}
        th:first-child,td:first-child,.words{text-align:left}
        td.words{white-space:normal}
        .good{color:var(--good)}
        .bad{color:var(--bad)}
        code{font-size:.85em;overflow-wrap:anywhere}
        figure{margin:1rem 0}
        figcaption{font-size:.9rem;max-width:44rem}
        svg{display:block;color:var(--ink)}
        svg text{font:11px system-ui,sans-serif;fill:currentColor}
        svg .axis{stroke:var(--line);fill:none}
        svg .right,svg .bar{fill:var(--mark)}
        svg .wrong{fill:var(--bad)}
        svg .curve{stroke:var(--mark);fill:none;stroke-width:2}
        svg .whisker{stroke:var(--mark)}
        svg .refused{fill:var(--paper);stroke:var(--bad);stroke-width:2}
        svg .ideal{stroke:var(--soft);stroke-dasharray:4 4}
        svg .limit{stroke:var(--bad)}
        .fits{max-width:100%;height:auto}
        .wide{width:46rem}
        .photos{display:grid;grid-template-columns:repeat(auto-fill,minmax(8.5rem,1fr));gap:.8rem;list-style:none;padding:0}
        .photos figure{margin:0}
        .photos img{width:100%;height:8.5rem;object-fit:cover;border-radius:.4rem;background:var(--tint)}
        .photos figcaption span{display:block;font-size:.8rem}
        footer{margin-top:2rem;border-top:1px solid var(--line);font-size:.9rem}
        @media (max-width:30rem){th,td{padding:.3rem .4rem}}
        @page{margin:15mm}
        @media print{body{max-width:none;padding:0;font-size:10.5pt}h2{break-after:avoid}figure,tr,.facts div,li{break-inside:avoid}.scroll{overflow:visible}svg{max-width:100%;height:auto}.facts div{border:1px solid var(--line)}}
        """;

    /// <summary>No script, no request: pictures are inside, and of styles only this one.</summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; img-src data:; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}'; frame-ancestors 'none'";
}
