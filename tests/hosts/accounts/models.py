"""A user model unlike Django's: an id that is no number, an e-mail address instead of a name."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class People(BaseUserManager):
    def create_user(self, email, password, **fields):
        person = self.model(email=email, **fields)
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=100)
    is_active = models.BooleanField(default=True)

    objects = People()
    USERNAME_FIELD = "email"

    class Meta:
        app_label = "accounts"

    def __str__(self):
        return f"person {self.pk}"

    def get_full_name(self):
        return self.full_name
