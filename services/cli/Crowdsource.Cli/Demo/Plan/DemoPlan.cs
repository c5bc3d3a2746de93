namespace Crowdsource.Cli.Demo.Plan;

/// <summary>Who sends what, when and how: decided before anything is sent, from the photos and a seed alone.</summary>
internal sealed class DemoPlan
{
    /// <summary>Photos taken in one go.</summary>
    public const int LargestSession = 4;

    /// <summary>Labels with no more photos than this are cut into small sessions, so that each half and each split gets some.</summary>
    public const int SmallLabel = 12;

    /// <summary>Bytes; what is made of larger photos could be more than a server takes.</summary>
    private const long LargestSource = 20_000_000;

    /// <summary>Between a volunteer's sessions: much more than the ten minutes within which the server sees one session.</summary>
    private static readonly TimeSpan s_betweenSessions = TimeSpan.FromHours(2);

    private readonly Random _random;
    private readonly int _volunteers;
    private readonly DateTimeOffset _latest;
    private readonly List<PlannedUpload> _uploads = [];
    private readonly int[] _sessions;

    private DemoPlan(int volunteers, int seed, DateTimeOffset latest)
    {
        _volunteers = volunteers;
        // Whole minutes come back from any server as they were sent.
        _latest = latest.AddTicks(-(latest.Ticks % TimeSpan.TicksPerMinute));
        _random = new Random(seed);
        _sessions = new int[volunteers];
    }

    /// <summary>In the order in which they are sent.</summary>
    public IReadOnlyList<PlannedUpload> Uploads => _uploads;

    /// <param name="photos">Ordered by label and name: neighbours are taken to be of one session.</param>
    /// <param name="volunteers">At least 1.</param>
    /// <param name="seed">The same photos and seed give the same plan.</param>
    /// <param name="latest">No photo is taken later than this.</param>
    public static DemoPlan Create(IReadOnlyList<PhotoFile> photos, int volunteers, int seed, DateTimeOffset latest)
    {
        var plan = new DemoPlan(volunteers, seed, latest);
        foreach (var label in photos.GroupBy(photo => photo.Label))
        {
            plan.AddLabel([.. label]);
        }

        plan.AddExtras(photos);
        plan.DisturbDeliveries();
        var mixed = plan._uploads.ToArray();
        plan._random.Shuffle(mixed);
        plan._uploads.Clear();
        plan._uploads.AddRange(mixed.OrderBy(upload => upload.Half));
        return plan;
    }

    private void AddLabel(PhotoFile[] photos)
    {
        var sessions = photos.Chunk(photos.Length <= SmallLabel ? 2 : LargestSession).ToArray();
        _random.Shuffle(sessions);
        var first = 0;
        foreach (var session in sessions)
        {
            var half = first * 2 < photos.Length ? 1 : 2;
            first += session.Length;
            var volunteer = SomeVolunteer();
            var start = StartSession(volunteer);
            for (var i = 0; i < session.Length; i++)
            {
                Add(UploadKind.Photo, volunteer, session[i].Label, start.AddMinutes(i), half, session[i].Path, i, null);
            }
        }
    }

    private void AddExtras(IReadOnlyList<PhotoFile> set)
    {
        var labels = set.Select(photo => photo.Label).Distinct().ToArray();
        var photos = _uploads.ToArray();
        var bytes = set.ToDictionary(photo => photo.Path, photo => photo.Bytes);
        var first = photos.Where(photo => photo.Half == 1).ToArray();
        first = first.Where(photo => bytes[photo.Source!] <= LargestSource).ToArray() is { Length: > 0 } handy ? handy : first;
        var each = Math.Clamp(photos.Length / 100, 1, 20);
        for (var i = 0; i < Math.Max(each, HostileFiles.Kinds); i++)
        {
            AddExtra(UploadKind.Hostile, first[_random.Next(first.Length)], Half(i), i, copies: false);
        }

        for (var i = 0; i < Math.Max(2, each); i++)
        {
            var volunteer = SomeVolunteer();
            // Half a minute apart from all photos: by this they are known again in copies of the campaign, where they have other ids.
            var at = StartSession(volunteer).AddSeconds(30);
            Add(UploadKind.Empty, volunteer, labels[_random.Next(labels.Length)], at, Half(i), null, i, null);
        }

        // Bytes can be put into a JPEG without a decoder; other formats serve only where there is none.
        var jpegs = first.Where(photo => Path.GetExtension(photo.Source!).StartsWith(".j", StringComparison.OrdinalIgnoreCase)).ToArray();
        foreach (var kind in (UploadKind[])[UploadKind.ExactCopy, UploadKind.OtherMetadata, UploadKind.NearDuplicate])
        {
            var originals = kind == UploadKind.ExactCopy || jpegs.Length == 0 ? first : jpegs;
            for (var i = 0; i < each; i++)
            {
                AddExtra(kind, originals[_random.Next(originals.Length)], Half(i), i, copies: true);
            }
        }
    }

    private void AddExtra(UploadKind kind, PlannedUpload source, int half, int number, bool copies)
    {
        var volunteer = SomeVolunteer();
        Add(kind, volunteer, source.Label, StartSession(volunteer), half, source.Source, number, copies ? source.Id : null);
    }

    private void DisturbDeliveries()
    {
        var each = Math.Clamp(_uploads.Count / 50, 2, 40);
        var photos = Enumerable.Range(0, _uploads.Count).Where(i => _uploads[i].Kind == UploadKind.Photo).ToArray();
        _random.Shuffle(photos);
        foreach (var (turn, i) in photos.Take(2 * each).Index())
        {
            _uploads[i] = _uploads[i] with { Delivery = turn % 2 == 0 ? Delivery.Twice : Delivery.CutOff };
        }
    }

    private void Add(UploadKind kind, int volunteer, string label, DateTimeOffset at, int half, string? source, int number, Guid? original) =>
        _uploads.Add(new PlannedUpload(NewId(at), kind, volunteer, label, at, half, Delivery.Once, source, number, original));

    /// <summary>Most come first, so that a small set has one of each kind before the first night.</summary>
    private static int Half(int number) => number % 3 == 2 ? 2 : 1;

    /// <summary>Some take part more than others.</summary>
    private int SomeVolunteer() => Math.Min(_random.Next(_volunteers), _random.Next(_volunteers));

    private DateTimeOffset StartSession(int volunteer)
    {
        _sessions[volunteer]++;
        return _latest - (s_betweenSessions * _sessions[volunteer]) - TimeSpan.FromMinutes(volunteer % 60);
    }

    /// <summary>A UUIDv7 (RFC 9562, 5.7) of the plan's own time and randomness.</summary>
    private Guid NewId(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        var milliseconds = at.ToUnixTimeMilliseconds();
        for (var i = 0; i < 6; i++)
        {
            bytes[i] = (byte)(milliseconds >> (40 - (8 * i)));
        }

        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }
}
