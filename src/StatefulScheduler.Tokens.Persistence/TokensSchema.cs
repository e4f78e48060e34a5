using StatefulScheduler.Persistence;

namespace StatefulScheduler.Tokens;

/// <summary>The tables of refresh tokens and revocations, in SQL that SQLite and PostgreSQL both read.</summary>
public static class TokensSchema
{
    /// <summary>Gets the steps that make the tables. The stores apply what is missing at their first use; a program that may not change its schema applies them beforehand (<see cref="Database.MigrateAsync"/>).</summary>
    public static Migrations Migrations { get; } = new(
        "tokens",
        new Migration(1, "refresh tokens and revocations", """
            CREATE TABLE refresh_family(
              id TEXT PRIMARY KEY, subject TEXT NOT NULL, expires_at BIGINT NOT NULL, revoked_at BIGINT);
            CREATE INDEX refresh_family_subject ON refresh_family(subject);
            CREATE INDEX refresh_family_expires_at ON refresh_family(expires_at);
            CREATE TABLE refresh_token(
              id TEXT PRIMARY KEY, family TEXT NOT NULL REFERENCES refresh_family(id), secret TEXT NOT NULL, client TEXT, scopes TEXT NOT NULL,
              created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, family_expires_at BIGINT NOT NULL, consumed_at BIGINT);
            CREATE INDEX refresh_token_family ON refresh_token(family);
            CREATE TABLE revoked_token(jwt_id TEXT PRIMARY KEY, expires_at BIGINT NOT NULL);
            CREATE INDEX revoked_token_expires_at ON revoked_token(expires_at);
            CREATE TABLE revoked_subject(subject TEXT PRIMARY KEY, issued_before BIGINT NOT NULL, expires_at BIGINT NOT NULL);
            """));
}
