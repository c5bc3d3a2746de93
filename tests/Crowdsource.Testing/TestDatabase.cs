namespace Crowdsource.Testing;

/// <summary>What is behind a <see cref="TestCatalogue"/>.</summary>
public enum TestDatabase
{
    /// <summary>SQLite, unless the environment variable <c>CROWDSOURCE_TEST_CATALOGUE</c> is <c>postgresql</c>: any test can be run on either.</summary>
    Usual = 0,

    /// <summary>A file in a folder of its own.</summary>
    Sqlite = 1,

    /// <summary>A schema of its own in the <see cref="PostgreSqlServer.Shared"/> server.</summary>
    PostgreSql = 2,
}
