using System.Collections.Concurrent;
using Crowdsource.Vision;

namespace Crowdsource.Trainer.Evaluation;

/// <summary>
/// Features of views of photos that no training sees, by the backbone that made them: a night that changes the head alone computes them for new
/// photos only. Only what a night asks for goes on to the next.
/// </summary>
internal sealed class KeptViews
{
    private readonly ConcurrentDictionary<KeptView, float[]> _before;
    private readonly ConcurrentDictionary<KeptView, float[]> _asked = new();

    public KeptViews(IEnumerable<KeyValuePair<KeptView, float[]>> before) => _before = new(before);

    /// <summary>What earlier nights computed, in a stable order.</summary>
    public IEnumerable<KeyValuePair<KeptView, float[]>> Before => Ordered(_before);

    /// <summary>What tonight asked for, in a stable order.</summary>
    public IEnumerable<KeyValuePair<KeptView, float[]>> Asked => Ordered(_asked);

    /// <summary>Null where they are not kept.</summary>
    public float[]? Find(string photo, PhotoView view, string backbone)
    {
        var key = new KeptView(photo, view.Key, backbone);
        return _asked.TryGetValue(key, out var features) || _before.TryGetValue(key, out features) ? _asked[key] = features : null;
    }

    public float[] Keep(string photo, PhotoView view, string backbone, float[] features) => _asked[new KeptView(photo, view.Key, backbone)] = features;

    /// <summary>Forgets everything that earlier nights computed.</summary>
    public void Distrust()
    {
        _before.Clear();
        _asked.Clear();
    }

    private static IEnumerable<KeyValuePair<KeptView, float[]>> Ordered(IEnumerable<KeyValuePair<KeptView, float[]>> views) => views
        .OrderBy(pair => pair.Key.Photo, StringComparer.Ordinal)
        .ThenBy(pair => pair.Key.View, StringComparer.Ordinal)
        .ThenBy(pair => pair.Key.Backbone, StringComparer.Ordinal);
}
