"""Operations that moto lacks or answers wrongly, one file per service."""
