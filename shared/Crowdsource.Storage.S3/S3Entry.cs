namespace Crowdsource.Storage.S3;

/// <summary>What a listing says of an object.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Length">Bytes.</param>
/// <param name="StoredAt">By the S3's clock.</param>
internal readonly record struct S3Entry(string Key, long Length, DateTimeOffset StoredAt);
